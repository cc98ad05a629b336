import { createTransport } from "nodemailer";
import type { Config } from "../../config.ts";
import { type Alarm, alarmWords } from "../../domain/audit/watch.ts";
import type { Text } from "../../domain/terms.ts";

/** Notifies the operator without using the engine and the couriers. */
export interface Operator {
  /** Sends alarms. @returns whether any way succeeded */
  tell(alarms: readonly Alarm[]): Promise<boolean>;
  /** Calls an external monitor, which thereby knows that the watchdog runs. */
  heartbeat(): Promise<void>;
}

const answerMs = 10_000;
const timeouts = { connectionTimeout: answerMs, greetingTimeout: answerMs, socketTimeout: answerMs };

/**
 * Notifies by OPERATOR_URL (a POST of JSON), by mail to OPERATOR_EMAIL, or by both; if one fails, the other is still used.
 * @param line also receives each alarm: standard error
 */
export function createOperator(config: OperatorSettings, line: (text: Text) => void): Operator {
  const { operatorUrl, operatorEmail, heartbeatUrl, smtp } = config;
  const ways = [
    ...(operatorUrl ? [(alarms: readonly Alarm[]) => post(operatorUrl, alarms)] : []),
    ...(operatorEmail && smtp.length > 0 ? [(alarms: readonly Alarm[]) => mail(config, operatorEmail, alarms)] : []),
  ];
  return {
    async tell(alarms) {
      for (const alarm of alarms) line(alarmWords(alarm));
      if (ways.length === 0) return true;
      const outcomes = await Promise.allSettled(ways.map((way) => way(alarms)));
      return outcomes.some(({ status }) => status === "fulfilled");
    },
    async heartbeat() {
      if (heartbeatUrl) await fetch(heartbeatUrl, { signal: AbortSignal.timeout(answerMs) }).catch(() => undefined);
    },
  };
}

export type OperatorSettings = Pick<Config, "operatorUrl" | "operatorEmail" | "heartbeatUrl" | "smtp" | "mailFrom">;

async function post(url: string, alarms: readonly Alarm[]): Promise<void> {
  const body = {
    alarms: alarms.map((alarm) => {
      const { part, begun, since } = alarm;
      return { part, state: begun ? "begun" : "over", since, text: alarmWords(alarm).en, zh: alarmWords(alarm).zh };
    }),
  };
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerMs),
    redirect: "error",
  });
  if (!answer.ok) throw new Error(`OPERATOR_URL answered ${answer.status}`);
}

/** Sends mail over a connection of its own, by the first mail server that accepts it. */
async function mail({ smtp, mailFrom }: OperatorSettings, to: string, alarms: readonly Alarm[]): Promise<void> {
  const words = alarms.map(alarmWords);
  const begun = alarms.filter((alarm) => alarm.begun).length;
  const subject =
    begun > 0 ? `督办系统：${begun}项异常 · Duban: ${begun} wrong` : "督办系统：已恢复 · Duban: well again";
  const text = words.map(({ zh, en }) => `${zh}\n${en}\n`).join("\n");
  let failure: unknown;
  for (const url of smtp) {
    const transport = createTransport({ url, ...timeouts });
    try {
      const literal = { from: mailFrom, to, subject, text, disableFileAccess: true, disableUrlAccess: true };
      await transport.sendMail(literal);
      return;
    } catch (error) {
      failure = error;
    } finally {
      transport.close();
    }
  }
  throw failure;
}
