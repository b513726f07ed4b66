// What a keystroke costs a renderer that is made of ajv and json-logic-js, as many are: after each key every computed value,
// condition and rule of the form is evaluated, and all the answers are validated. Reads one JSON object per line (a procedure, its
// data, the field that is typed in, the values in turn), writes one per line: the median time, and what came out, so that it can be
// compared. Deliberately without a screen: what drawing costs is not measured on either side.
import { createInterface } from "node:readline";
import Ajv from "ajv";
import jsonLogic from "json-logic-js";

/** Time of measuring in milliseconds; at least so many keys. */
const ENOUGH = 1500;
const LEAST = 51;

/** The field as a JSON Schema. */
function property(field) {
  switch (field.kind) {
    case "yes_no":
      return { type: "boolean" };
    case "number":
      return { type: "integer", ...(field.min !== undefined && { minimum: field.min }) };
    case "text":
      return { type: "string", minLength: 1, maxLength: 200 };
    default:
      return { type: "object" };
  }
}

/** The form as such a renderer keeps it: validators compiled once, rules in lists. */
function open(procedure, data) {
  const fields = procedure.pages.flatMap((page) => page.fields);
  const properties = Object.fromEntries(fields.map((field) => [field.id, property(field)]));
  const with_rule = (key) => fields.filter((field) => field[key] instanceof Object).map((field) => [field.id, field[key]]);
  return {
    data: { ...data },
    shown: {},
    validate: new Ajv({ allErrors: true }).compile({ type: "object", properties }),
    computed: with_rule("computed"),
    when: with_rule("when"),
    required: fields
      .filter((field) => field.required !== false && !field.computed)
      .map((field) => [field.id, field.required instanceof Object ? field.required : true]),
    rules: procedure.rules.map((rule) => [rule.id, rule.assert]),
  };
}

/** One key: the data changes, and everything is asked again. Gives what is wrong. */
function keystroke(form, id, value) {
  const { data, shown } = form;
  data[id] = value;
  for (const [id, rule] of form.computed) data[id] = jsonLogic.apply(rule, data);
  for (const [id, rule] of form.when) shown[id] = jsonLogic.apply(rule, data) === true;
  const wrong = form.validate(data) ? [] : form.validate.errors.map((error) => error.instancePath);
  for (const [id, rule] of form.required) {
    const is_asked = shown[id] !== false && (rule === true || jsonLogic.apply(rule, data) === true);
    if (is_asked && data[id] === undefined) wrong.push(id);
  }
  for (const [id, rule] of form.rules) {
    if (jsonLogic.apply(rule, data) === false) wrong.push(id);
  }
  return wrong;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { procedure, data, id, values, result } = JSON.parse(line);
  const form = open(procedure, data);
  const times = [];
  let wrong;
  for (let spent = 0, round = 0; spent < ENOUGH || round < LEAST || round % values.length !== 0; round += 1) {
    const start = process.hrtime.bigint();
    wrong = keystroke(form, id, values[round % values.length]);
    const time = Number(process.hrtime.bigint() - start);
    times.push(time);
    spent += time / 1e6;
  }
  times.sort((left, right) => left - right);
  const median_ns = times[Math.floor(times.length / 2)];
  process.stdout.write(`${JSON.stringify({ median_ns, keys: times.length, value: form.data[result], wrong: wrong.length })}\n`);
}
