import { beforeAll, describe } from "vitest";
import { slowClients } from "../support/slow-clients.ts";
import { attackLine } from "./line.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let page: string;
let raise: string;
beforeAll(async () => {
  stage = await openStage();
  const organization = await stage.desk.organization({ type: "VOL" });
  const { taskId } = await stage.desk.finding(organization, "x");
  page = `/t/${await stage.desk.code(organization.person("secretariat"), taskId)}`;
  raise = `/o/${organization.code}/raise`;
});

const mega = 1024 * 1024;
const multipart = "multipart/form-data; boundary=cut";
const file =
  '--cut\r\ncontent-disposition: form-data; name="ask-files"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n';

// Memory is read from where Linux tells it.
describe.runIf(process.platform === "linux")("bodies", () => {
  attackLine(
    {
      attack: "Anonymous bodies: 100 clients at a time that trickle, stall, send 128 MB, files, or chunks of one byte",
      pass: "memory +100 MB at most; others answered as before",
      n: 500,
      fast: 20,
    },
    async ({ n, whole, tried, succeeded, note }) => {
      const manners = [
        ["trickle", { manner: "trickle", length: 60_000, lasts: [2_000, 2_000], path: raise }],
        ["stall", { manner: "stall", length: 64_000, lasts: [2_000, 2_000], path: raise }],
        ["128 MB", { manner: "large", length: 128 * mega, path: raise }],
        ["chunks of one byte", { manner: "chunks", length: mega, path: raise }],
        [
          "100 MB of files",
          { manner: "large", length: 100 * mega, lasts: [5_000, 10_000], path: page, type: multipart, head: file },
        ],
      ] as const;
      const some = whole ? manners : manners.slice(2, 3);
      const { url, pid } = stage;
      for (const [name, manner] of some) {
        const clients = Math.ceil(n / some.length);
        const found = await slowClients({ url, pid, other: raise, clients, ...manner });
        if (found.grownBy > 100) succeeded(`${name}: memory +${found.grownBy} MB`);
        if (found.meanwhile.failed > 0) succeeded(`${name}: ${found.meanwhile.failed} others were not answered`);
        if (found.meanwhile.median > found.before.median + 150)
          succeeded(`${name}: others waited ${found.meanwhile.median} ms, before ${found.before.median} ms`);
        note(
          `${name}: +${found.grownBy} MB, others ${found.before.median} ms before and ${found.meanwhile.median} ms meanwhile`,
        );
        tried(clients);
      }
    },
  );
});
