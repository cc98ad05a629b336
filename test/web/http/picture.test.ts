import { randomBytes } from "node:crypto";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { pictureOf } from "../../../web/http/picture.ts";
import { photoFile, photoWithPlace } from "../../support/browser/pictures.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

describe("submitted photos", () => {
  it("are shown to the verifier above the verdict, small and without the place where they were taken", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "消防通道堵塞");
    const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
    const photo = await photoWithPlace(1_200, 900);
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    const files = [new File([new Uint8Array(photo)], "现场.jpg"), new File(["%PDF-1.7"], "清单.pdf")];
    expect((await desk.send(doer, "submit", { "ask-note": "已清理", "ask-files": files })).status).toBe(303);

    const page = `/t/${await desk.code(organization.person("supervisory-board"), taskId)}`;
    const { text } = await desk.get(page);
    const pictures = [...text.matchAll(/<img src="([^"]+)" alt="([^"]+)"/g)];
    expect(pictures.map(([, , name]) => name)).toEqual(["现场.jpg"]);
    expect(text.indexOf("<img")).toBeLessThan(text.indexOf('value="accept"'));
    const small = await desk.app.request(origin + pictures[0]?.[1]);
    expect(small.headers.get("content-type")).toBe("image/jpeg");
    const bytes = Buffer.from(await small.arrayBuffer());
    const { width, exif, xmp, iptc } = await sharp(bytes).metadata();
    expect({ width, exif, xmp, iptc }).toEqual({ width: 320, exif: undefined, xmp: undefined, iptc: undefined });
    expect(bytes.includes("Canary")).toBe(false);
    const large = await desk.app.request(`${origin}${pictures[0]?.[1]?.replace("small", "large")}`);
    expect((await sharp(Buffer.from(await large.arrayBuffer())).metadata()).width).toBe(1_200);
    // The file itself is unchanged, because its hash is recorded.
    const file = /href="([^"]+)" download>现场/.exec(text)?.[1];
    expect(Buffer.from(await (await desk.app.request(origin + file)).arrayBuffer()).equals(photo)).toBe(true);
  });

  it("are closed to everybody else", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "x");
    const page = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
    await desk.send(page, "submit", { "ask-note": "x", "ask-files": photoFile("现场.jpg") });
    const src = /<img src="([^"]+)"/.exec((await desk.get(page)).text)?.[1] ?? "";
    expect((await desk.get(src)).status).toBe(200);
    const member = await desk.code(organization.person("member"), taskId);
    expect((await desk.get(src.replace(page, `/t/${member}`))).status).toBe(404);
  });

  it("that are damaged, or have millions of pixels in a few bytes, are not shown and delay nothing", async () => {
    const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: "#fff" } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await pictureOf("bomb", async () => bomb, "small")).toBeNull();
    const whole = await photoWithPlace(400, 300);
    expect(await pictureOf("cut off", async () => whole.subarray(0, whole.length / 2), "small")).toBeNull();
    expect(await pictureOf("noise", async () => randomBytes(10_000), "small")).toBeNull();
  });
});
