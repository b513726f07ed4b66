// Answers JSON lines {"rule", "data"} with JSON lines {"value"} or {"error"} by json-logic-js, one for one. Deliberately
// knows nothing of forms or of our engine.
import { createInterface } from "node:readline";
import jsonLogic from "json-logic-js";

for await (const line of createInterface({ input: process.stdin })) {
  const { rule, data } = JSON.parse(line);
  let answer;
  try {
    answer = { value: jsonLogic.apply(rule, data) ?? null };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
