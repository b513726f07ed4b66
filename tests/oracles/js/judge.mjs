// Answers JSON lines {"schema", "data": […], "strict"} with JSON lines {"problems": [[{"pointer", "missing"?}]]} or {"error"} by
// ajv for JSON Schema 2020-12, one for one. Deliberately knows nothing of forms or of our engine.
import { createInterface } from "node:readline";
import Ajv2020 from "ajv/dist/2020.js";

const problem = ({ instancePath, params }) => ({ pointer: instancePath, missing: params.missingProperty });

for await (const line of createInterface({ input: process.stdin })) {
  const { schema, data, strict } = JSON.parse(line);
  let answer;
  try {
    const validate = new Ajv2020({ allErrors: true, ownProperties: true, allowUnionTypes: true, strict, logger: false }).compile(schema);
    answer = { problems: data.map((one) => (validate(one) ? [] : validate.errors.map(problem))) };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
