import { describe, expect, it } from "vitest";
import { isPublic, post } from "../../../activities/webhooks/post.ts";
import { startListener } from "../../support/listener.ts";

describe("the address of a webhook", () => {
  it.each([
    ...["127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"],
    ...["::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::"],
    ...["224.0.0.1", "255.255.255.255", "240.0.0.1", "nonsense", "2001::1"],
  ])("%s is not in the open", (address) => {
    expect(isPublic(address)).toBe(false);
  });

  it.each(["8.8.8.8", "114.114.114.114", "2400:3200::1"])("%s is", (address) => {
    expect(isPublic(address)).toBe(true);
  });

  it.each([
    ["https://127.0.0.1/x", "PRIVATE"],
    ["https://[::1]/x", "PRIVATE"],
    ["https://[::ffff:7f00:1]/x", "PRIVATE"],
    ["https://2130706433/x", "PRIVATE"],
    ["https://0x7f.1/x", "PRIVATE"],
    // A name is checked when it is resolved.
    ["https://localhost/x", "PRIVATE"],
    ["http://example.org/x", "NOT_HTTPS"],
  ])("%s is not sent to: %s", async (url, code) => {
    expect(await post(url, "{}", {}, false)).toEqual({ status: null, code });
  });

  it("may be private if a setting allows it, and a redirect is not followed", async () => {
    const { url, state } = await startListener();
    state.status = 302;
    expect(await post(url, "{}", {}, true)).toEqual({ status: 302, code: "" });
    expect(await post("http://127.0.0.1:1/x", "{}", {}, true)).toEqual({ status: null, code: "ECONNREFUSED" });
    // One request arrived, and the redirect was not followed.
    expect(state.refused).toBe(1);
  });
});
