import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { startCampaign } from "../../../client/kinds/campaign.ts";
import { drawSign, hasFaces, isDrawn, linesOf, type Raster } from "../../../web/public/public-picture.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
let path: string;
beforeAll(async () => {
  desk = await openDesk();
  const organization = await desk.organization({ type: "CHA" });
  const about = { organizationId: organization.id, title: "暖冬送棉被", emergency: true, startsOn: "2026-11-10" };
  await startCampaign(desk.context, { ...about, actor: "administrator" });
  path = `/org/${organization.code}`;
});

describe("the preview picture of a public page", () => {
  it("is announced by the page if this machine can draw Chinese characters, and is a PNG of the announced size", async () => {
    const { text } = await desk.get(`${path}?lang=zh-CN`);
    const announced = /property="og:image" content="http:\/\/127\.0\.0\.1:8080([^"]+)"/.exec(text)?.[1];
    const answer = await desk.app.request(`${origin}${path}/picture.png?lang=zh-CN`);
    expect([announced !== undefined, answer.status]).toEqual((await hasFaces()) ? [true, 200] : [false, 404]);
    if (!announced) return;
    expect(announced).toBe(`${path}/picture.png?lang=zh-CN`);
    const { format, width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect([format, width, height]).toEqual(["png", 1200, 630]);
    expect(text).toContain('property="og:image:width" content="1200"');
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect((await desk.get("/org/GZ-NONE/picture.png")).status).toBe(404);
  });

  it("can be embedded by other sites, like the badge and unlike any other page", async () => {
    const policy = async (of: string) => (await desk.get(of)).headers.get("cross-origin-resource-policy");
    expect(await policy(`${path}/badge.svg`)).toBe("cross-origin");
    expect(await policy(path)).toBe("same-origin");
  });

  it("does not exist if a character would be shown as a box or be missing", async () => {
    const drawn = (of: (x: number, y: number) => boolean): Raster => ({
      ...{ width: 12, height: 12 },
      ink: Uint8Array.from({ length: 144 }, (_, at) => (of(at % 12, Math.floor(at / 12)) ? 255 : 0)),
    });
    expect(isDrawn(drawn(() => false))).toBe(false);
    expect(isDrawn(drawn((x, y) => x >= 2 && x <= 9 && (x === 2 || x === 9 || y === 0 || y === 11)))).toBe(false);
    expect(isDrawn(drawn((x, y) => x === y || x === 6))).toBe(true);
    expect(isDrawn(await drawSign(""))).toBe(false);
  });

  it("breaks a long name into at most three lines, and cuts the rest", () => {
    expect(linesOf("越秀区慈善会", 1056)).toEqual(["越秀区慈善会"]);
    expect(linesOf("慈".repeat(20), 1056)).toEqual(["慈".repeat(16), "慈".repeat(4)]);
    const lines = linesOf("慈".repeat(60), 1056);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe(`${"慈".repeat(15)}…`);
  });
});
