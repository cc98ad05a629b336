import { expect, test } from "vitest";
import { Ends } from "../../bench/ends.ts";
import { readOptions } from "../../bench/options.ts";
import { rollingBench } from "../../bench/rolling/rolling.ts";
import { atEnd } from "../support/ending.ts";
import { ceiling } from "../support/timeouts.ts";

interface Rolled {
  herds: { mails: number; lost: number; doubled: number };
  acts: { asked: number; refused: number; onRecord: number };
  codes: number[];
}

test(
  "a worker and a portal are replaced during mass sending and acts: nothing is lost, doubled or refused",
  async () => {
    const ends = new Ends();
    atEnd(() => ends.all());
    const options = readOptions(["--organizations", "100", "--workers", "1", "--portals", "1", "--acts", "10"]);
    const { json } = await rollingBench({ options, tell: () => undefined, ends });
    const { herds, acts, codes } = json as unknown as Rolled;
    expect(herds.mails).toBeGreaterThan(0);
    expect(herds).toMatchObject({ lost: 0, doubled: 0 });
    expect(acts.asked).toBeGreaterThan(0);
    expect(acts).toMatchObject({ refused: 0, onRecord: acts.asked });
    expect(codes).toEqual([0, 0]);
  },
  ceiling(120),
);
