// Where this worker's portal and sandbox are. Each worker has a stack of its own, because clock and faults of a sandbox are everybody's
// who uses it; `cargo xtask test journeys` starts them. Against a running `cargo xtask serve --procedures tests/agency` the defaults fit.
const single = [{ portal: 'http://localhost:8080', sandbox: 'http://127.0.0.1:8081', data: 'data' }];
const stacks = process.env.CONGDAN_STACKS ? JSON.parse(process.env.CONGDAN_STACKS) : single;

/** The browser that drives the journeys: where `cargo xtask test` found it, or where Debian puts it. */
export const chromium = process.env.CONGDAN_CHROMIUM ?? '/usr/bin/chromium';

export const workers = stacks.length;
export const { portal, sandbox, data } = stacks[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];

/** The stack whose pages are on an origin of their own, with what a static host is told; none against `serve`. */
export const elsewhere = process.env.CONGDAN_ELSEWHERE && JSON.parse(process.env.CONGDAN_ELSEWHERE);
