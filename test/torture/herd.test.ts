import { Ends } from "../../bench/ends.ts";
import { openHerd, type StruckHerd } from "../../bench/kill.ts";
import { readOptions, type Victim } from "../../bench/options.ts";
import { atEnd } from "../support/ending.ts";
import { tortureLine } from "./line.ts";

const mails = 300;
let herd: Promise<StruckHerd> | undefined;

/** The same city for each of them, with servers of its own. */
function opened(): Promise<StruckHerd> {
  if (herd) return herd;
  const ends = new Ends();
  atEnd(() => ends.all());
  const options = readOptions(["--organizations", String(mails)]);
  herd = openHerd({ options, tell: () => undefined, ends });
  return herd;
}

function struckLine(victim: Victim, what: string, n: number, fast: number): void {
  tortureLine(
    {
      name: `${what} in the middle of ${mails} mails`,
      pass: "0 lost, 0 intents doubled, at most 50 in doubt, the herd on within 10 s of when what failed is back",
      n,
      fast,
      seconds: 7_200,
    },
    async (trial) => {
      const { strike } = await opened();
      for (let i = 0; i < trial.n; i++) {
        const one = await strike(victim, trial.random);
        trial.measure({ lost: one.lost, doubled: one.doubled, inDoubt: one.inDoubt, recovery: one.seconds });
        if (!one.ok) trial.failed(JSON.stringify(one));
        trial.tried();
      }
    },
  );
}

struckLine("worker", "The worker killed (SIGKILL) at a random mail", 1_400, 0);
struckLine("database", "PostgreSQL killed (SIGKILL) at a random mail, and started again", 500, 0);
struckLine("engine", "The Temporal server killed (SIGKILL) at a random mail, and started again", 500, 0);
struckLine("database-link", "The link between worker and PostgreSQL cut for up to 3 s at a random mail", 170, 0);
struckLine("engine-link", "The link between worker and Temporal server cut for up to 3 s at a random mail", 170, 0);
struckLine("mail-link", "The link between worker and mail server cut for up to 3 s at a random mail", 170, 0);
struckLine("mail", "A mail server that accepts 20 mails and breaks off before it says so", 500, 0);
