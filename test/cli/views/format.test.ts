import { describe, expect, it } from "vitest";
import { wall } from "../../../cli/views/format.ts";
import { instantAt } from "../../../domain/time/zones.ts";

const zone = "Asia/Shanghai";

describe("midnight on the command line", () => {
  it("is 24:00 of the day that ends, during the whole minute between 23:59 and 00:01", () => {
    const midnight = instantAt("2031-03-04", "00:00", zone).getTime();
    const shown = [-60_000, 0, 9, 59_999, 60_000].map((more) => wall(new Date(midnight + more), zone));
    expect(shown).toEqual([
      "2031-03-03 23:59",
      "2031-03-03 24:00",
      "2031-03-03 24:00",
      "2031-03-03 24:00",
      "2031-03-04 00:01",
    ]);
  });
});
