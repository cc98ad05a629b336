import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FormError } from "../../../web/http/form-error.ts";
import { readRequest } from "../read-request.ts";

/** A form as it is transmitted, cut into pieces of the given sizes. */
function request(body: Uint8Array, type: string, sizes: readonly number[] = [body.length || 1]): Request {
  let at = 0;
  let piece = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= body.length) return controller.close();
      const size = Math.max(1, sizes[piece++ % sizes.length] ?? 1);
      controller.enqueue(body.slice(at, at + size));
      at += size;
    },
  });
  const init: RequestInit = { method: "POST", body: stream, headers: { "content-type": type }, duplex: "half" };
  return new Request("http://127.0.0.1/", init);
}

const type = "multipart/form-data; boundary=cut";
const raw = (text: string, sizes?: readonly number[]) => readRequest(request(Buffer.from(text, "utf8"), type, sizes));

describe("a form", () => {
  it("is parsed the same however the connection splits it (property)", async () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom("\n--cut", "--cut--", "\n-", "--", "cut", "\n\n", "照片\n第二行"),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(piece, fc.uint8Array({ minLength: 1, maxLength: 80 })), { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
        async (parts, sizes) => {
          const form = new FormData();
          parts.forEach(([text, bytes], i) => {
            form.set(`text-${i}`, text);
            form.append("files", new File([new Uint8Array(bytes)], `${i}.bin`));
          });
          const sent = new Response(form);
          const body = new Uint8Array(await sent.arrayBuffer());
          const read = await readRequest(request(body, sent.headers.get("content-type") ?? "", sizes));
          expect(read.files.map((file) => [file.name, [...file.bytes]])).toEqual(
            parts.map(([, bytes], i) => [`${i}.bin`, [...bytes]]),
          );
          parts.forEach(([text], i) => {
            const wire = Buffer.from(text, "utf8").toString("utf8").replace(/\r\n?/g, "\n");
            expect(read.fields.get(`text-${i}`)).toBe(wire);
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it("never keeps a folder, a control character or a direction override in a file's name", async () => {
    for (const [given, kept] of [
      ["../../etc/passwd", "passwd"],
      ["C:\\Users\\x\\照片.jpg", "照片.jpg"],
      [".bashrc", "bashrc"],
      ["cod\u202Egpj.exe", "codgpj.exe"],
      ["", "file"],
    ])
      await expect(
        raw(
          `--cut\r\ncontent-disposition: form-data; name="f"; filename="${given}"\r\ncontent-type: application/octet-stream\r\n\r\nx\r\n--cut--\r\n`,
        ),
      ).resolves.toMatchObject({ files: [{ name: kept }] });
  });

  it("is rejected if it is truncated, has no boundary or names, is not a form, or has an endless header", async () => {
    const broken = [
      raw('--cut\r\ncontent-disposition: form-data; name="a"\r\n\r\nhalf'),
      raw("--cut\r\n\r\n\r\nx\r\n--cut--"),
      raw(`--cut\r\nx-long: ${"x".repeat(20_000)}\r\n\r\nx\r\n--cut--`),
      raw(""),
      raw('--cut\r\ncontent-disposition: form-data; name="f"; filename="nul\u0000l.txt"\r\n\r\nx\r\n--cut--\r\n'),
      readRequest(request(Buffer.from("{}"), "application/json")),
      readRequest(request(Buffer.from("x"), "multipart/form-data")),
    ];
    for (const one of broken) await expect(one).rejects.toThrow(FormError);
  });

  it("skips a file that is too large, and stops reading beyond any limit", async () => {
    const big = "x".repeat(10 * 1024 * 1024 + 1);
    const read = await raw(
      `--cut\r\ncontent-disposition: form-data; name="f"; filename="big"\r\n\r\n${big}\r\n--cut\r\ncontent-disposition: form-data; name="note"\r\n\r\nkept\r\n--cut--`,
      [65_536],
    );
    expect(read).toMatchObject({ files: [], refused: [{ name: "big", why: "too large" }] });
    expect(read.fields.get("note")).toBe("kept");
    await expect(
      readRequest(request(Buffer.alloc(1024 * 1024 + 2, "a"), "application/x-www-form-urlencoded")),
    ).rejects.toMatchObject({
      code: "FORM_SIZE",
    });
  });

  it("with too many fields is rejected in either encoding, and one with the maximum is accepted", async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, i) => `f${i}=x`).join("&");
    const urlencoded = (count: number) =>
      readRequest(request(Buffer.from(fields(count)), "application/x-www-form-urlencoded"));
    const multipart = (count: number) =>
      raw(
        `${Array.from({ length: count }, (_, i) => `--cut\r\ncontent-disposition: form-data; name="f${i}"\r\n\r\nx\r\n`).join("")}--cut--`,
        [65_536],
      );
    for (const read of [urlencoded, multipart]) {
      expect((await read(5_000)).fields.get("f4999")).toBe("x");
      await expect(read(5_001)).rejects.toMatchObject({
        code: "FORM_FIELDS",
        message: expect.stringContaining("5000"),
      });
    }
  });
});
