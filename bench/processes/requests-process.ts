import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "./serve.ts";

export interface Request {
  method: "GET" | "POST";
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

/** Requests of one kind, sent in turn at a fixed rate, however long responses take. */
export interface Stream {
  name: string;
  perSecond: number;
  requests: readonly Request[];
}

export interface Load {
  url: string;
  seconds: number;
  streams: readonly Stream[];
}

/** Result of a stream. */
export interface Answered {
  name: string;
  /** Number of responses by status; 0: no response. */
  statuses: Record<string, number>;
  /** Milliseconds from the time at which each request was due to its response. */
  ms: number[];
}

const agent = new Agent({ keepAlive: true, maxSockets: 200 });

function ask(url: string, { method, path, headers, body }: Request): Promise<number> {
  const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const asked = request(`${url}${path}`, { method, agent, headers: { ...headers, ...length } }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
      answer.on("error", () => resolve(0));
    });
    asked.on("error", () => resolve(0)).end(body);
  });
}

async function stream({ name, perSecond, requests }: Stream, { url, seconds }: Load): Promise<Answered> {
  const answered: Answered = { name, statuses: {}, ms: [] };
  const began = performance.now();
  const waiting: Promise<void>[] = [];
  for (let n = 0; n < seconds * perSecond; n++) {
    const at = began + (n * 1_000) / perSecond;
    if (at > performance.now()) await pause(at - performance.now());
    const one = requests[n % requests.length] as Request;
    waiting.push(
      ask(url, one).then((status) => {
        answered.statuses[status] = (answered.statuses[status] ?? 0) + 1;
        answered.ms.push(performance.now() - at);
      }),
    );
  }
  await Promise.all(waiting);
  return answered;
}

/** Runs all streams concurrently. */
const load = (about: Load): Promise<Answered[]> => Promise.all(about.streams.map((one) => stream(one, about)));

serve({ load }, async () => agent.destroy());
