import { expect, test } from "vitest";
import { endOf } from "../../worker/end.ts";

const never = new Promise<never>(() => undefined);
const later = (what: string): Promise<never> =>
  new Promise((_, reject) => setTimeout(() => reject(new Error(what)), 50));

test("the end of a server is reported as the cause, even if its workers failed first", async () => {
  await expect(endOf(Promise.reject(new Error("no connection")), [later("the server has ended")])).rejects.toThrow(
    "the server has ended",
  );
  await expect(endOf(Promise.resolve(), [never, later("the server has ended")])).rejects.toThrow(
    "the server has ended",
  );
});

test("workers that end while their servers run are the cause themselves", async () => {
  await expect(endOf(Promise.reject(new Error("out of memory")), [])).rejects.toThrow("out of memory");
  await expect(endOf(Promise.reject(new Error("out of memory")), [never])).rejects.toThrow("out of memory");
  await expect(endOf(Promise.resolve(), [])).resolves.toBeUndefined();
});
