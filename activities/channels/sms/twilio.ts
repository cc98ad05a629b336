import { type Codes, type SmsProvider, textOf, verdictOf } from "./provider.ts";
import { readSetting } from "./setting.ts";

/** Error codes of twilio.com/docs/api/errors that the creation of a message can return. */
const codes: Codes = {
  address: new Set([
    "21211", // invalid 'To' number
    "21217", // does not appear to be valid
    "21265", // a short code
    "21421", // invalid number
    "21610", // has opted out (STOP)
    "21614", // not a mobile number
    "21635", // a landline
    "30004", // blocked
    "30005", // unknown handset
    "30006", // landline
  ]),
  content: new Set(["21602", "21605", "21617", "30007"]),
  down: (code) => /^(14107|20\d\d\d|21608|21611|30001|30002)$/.test(code),
};

/** Twilio: `twilio://SID:TOKEN@api.twilio.com/?from=+15005550006` (a number in E.164, or the id of a messaging service: MG…). */
export function twilio(url: string): SmsProvider {
  const setting = readSetting(url, "twilio://SID:TOKEN@api.twilio.com/?from=…");
  // In a query, "+" means a space.
  const from = setting.get("from").replace(/^ (?=\d)/, "+");
  const credentials = Buffer.from(`${setting.user}:${setting.password}`).toString("base64");
  return {
    name: setting.host,
    secrets: [setting.user, setting.password, credentials],
    send: ({ to, text }) => ({
      method: "POST",
      url: `https://${setting.host}/2010-04-01/Accounts/${encodeURIComponent(setting.user)}/Messages.json`,
      headers: { authorization: `Basic ${credentials}`, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        To: to,
        [from.startsWith("MG") ? "MessagingServiceSid" : "From"]: from,
        Body: text,
      }).toString(),
    }),
    read({ status, body }) {
      if (status >= 200 && status < 300 && textOf(body.sid) !== "") {
        const code = textOf(body.error_code);
        return code === ""
          ? { state: "sent", code: textOf(body.status), message: "" }
          : verdictOf(code, textOf(body.error_message), codes);
      }
      const code = textOf(body.code);
      // Outages of the service are recognized by the HTTP status.
      if (code === "" || status >= 500 || status === 429) return undefined;
      return verdictOf(code, textOf(body.message), codes);
    },
  };
}
