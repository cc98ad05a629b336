import type { Command } from "commander";
import {
  addWebhook,
  continueWebhook,
  listWebhooks,
  removeWebhook,
  replayWebhook,
  showWebhook,
  stopWebhook,
  testWebhook,
} from "../../client/api/webhooks.ts";
import { instantOf } from "../../client/instants.ts";
import { noResponseWords, pausedTitles, webhookEvents, webhookTitles } from "../../domain/api/webhook-events.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import { cityZone as zone } from "../../domain/time/zones.ts";
import type { WebhookLine } from "../../records/webhooks/webhooks.ts";
import { collect, numberOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { labelled, listed, localized, say } from "../language.ts";
import { cell, wall } from "../views/format.ts";

interface AddOptions {
  event?: readonly string[];
  org?: string;
  authority?: string;
  owner?: string;
}

/** `duban webhook …` */
export function webhookCommands(webhook: Command, run: Run): void {
  addCommand(webhook, run);
  listCommand(webhook, run);
  singleCommands(webhook, run);
}

function addCommand(webhook: Command, run: Run): void {
  webhook
    .command("add")
    .description(
      say(
        "登记一个接收地址：有事发生时通知程序；签名密钥只显示一次，请妥善保存",
        "add an address to which events are sent; the secret of its signatures is shown once",
      ),
    )
    .argument("<url>", say("接收通知的网址", "https://…"))
    .option(
      "--event <event>",
      say(
        `只通知哪些，可多次给出（不写为全部）：${webhookEvents.map((one) => `${one}（${webhookTitles[one].zh}）`).join("、")}`,
        `of what, several times (without it: of all): ${webhookEvents.join(", ")}`,
      ),
      collect,
    )
    .option("--org <code>", say("只限一家机构", "of one organization"))
    .option("--authority <person>", say("只限某人主管或监督的机构", "of the organizations that a person oversees"))
    .option(
      "--owner <person>",
      say("无法送达时告知谁（不写为--authority）", "who is notified when it fails (default: the authority)"),
    )
    .action((url: string, options: AddOptions, command: Command) =>
      run(command, (session) => add(session, url, options)),
    );
}

function listCommand(webhook: Command, run: Run): void {
  webhook
    .command("list")
    .description(say("已登记的接收地址", "webhooks: whose, of what, how much waits"))
    .action((_options: unknown, command: Command) =>
      run(command, async ({ db }) => {
        const webhooks = await listWebhooks(db);
        return {
          data: webhooks.map(shown),
          table: {
            head: ["url", "whom", "events", "waits", "state", "id"],
            rows: webhooks.map((one) => [
              cell(one.url, 50),
              one.of ?? say("全部", "all"),
              listed(one.events.map((event) => localized(webhookTitles[event]))),
              String(one.queued),
              stateOf(one),
              one.id,
            ]),
          },
        };
      }),
    );
}

function singleCommands(webhook: Command, run: Run): void {
  const one = (name: string, description: string): Command =>
    webhook
      .command(name)
      .description(description)
      .argument("<id>", say("编号见 `webhook list`", "as `webhook list` shows it"));

  one("show", say("一个接收地址：最近的发送记录", "a webhook and its last attempts"))
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((id: string, { limit }: { limit: string }, command: Command) =>
      run(command, (session) => show(session, id, numberOf(limit, "--limit"))),
    );

  one("test", say("发送一条试验通知", "send it a message of no event")).action(
    (id: string, _options: unknown, command: Command) =>
      run(command, async (session) => {
        const message = await testWebhook(session, id);
        return {
          data: { id, message },
          text: say(
            `已发送${message}；结果见 \`webhook show\`。`,
            `${message} is sent; \`webhook show\` has its outcome.`,
          ),
        };
      }),
  );

  one(
    "replay",
    say("重新发送一条，或某时以来的全部（30天内）", "send one message, or all since a time, once more (of 30 days)"),
  )
    .option("--message <id>", say("通知编号", "id of the message"))
    .option(
      "--since <time>",
      say("YYYY-MM-DD或YYYY-MM-DDTHH:MM（北京时间）", "YYYY-MM-DD or YYYY-MM-DDTHH:MM (in China)"),
    )
    .action((id: string, options: { message?: string; since?: string }, command: Command) =>
      run(command, (session) => replay(session, id, options)),
    );

  one("pause", say("暂停：期间的通知留待恢复后发送", "pause: what happens meanwhile waits until it is resumed")).action(
    (id: string, _options: unknown, command: Command) =>
      run(command, async (session) => {
        const changed = await stopWebhook(session, id);
        return {
          data: { id, changed },
          text: changed ? say("已暂停。", "It is paused.") : say("此前已暂停。", "It was paused already."),
        };
      }),
  );

  one("resume", say("恢复：积压的通知随即发送", "resume: what waited is sent now")).action(
    (id: string, _options: unknown, command: Command) =>
      run(command, async (session) => {
        const changed = await continueWebhook(session, id);
        return {
          data: { id, changed },
          text: changed ? say("已恢复。", "It is resumed.") : say("本来就没有暂停。", "It was not paused."),
        };
      }),
  );

  one("remove", say("删除，连同发送记录", "remove it, with its log")).action(
    (id: string, _options: unknown, command: Command) =>
      run(command, async (session) => {
        await removeWebhook(session, id);
        return { data: { id }, text: say("已删除。", "It is removed.") };
      }),
  );
}

async function add(
  session: CliSession,
  url: string,
  { event, org, authority, owner }: AddOptions,
): Promise<CommandResult> {
  if (!session.secretKey) throw new RefusedError(cause("no-secret"));
  const made = await addWebhook(session, await session.secretKey(), {
    ...{ url, events: event ?? [] },
    ...(org !== undefined && { organization: org }),
    ...(authority !== undefined && { authority }),
    ...(owner !== undefined && { owner }),
  });
  const unsafe = url.startsWith("http:")
    ? say(
        "网址不是https：仅在DUBAN_WEBHOOKS_PRIVATE=1时发送通知。",
        "The address is not https: it is sent to only where DUBAN_WEBHOOKS_PRIVATE=1.",
      )
    : "";
  return { data: made, text: [made.secret, unsafe].filter((one) => one !== "").join("\n") };
}

async function show({ db }: CliSession, id: string, limit: number): Promise<CommandResult> {
  const { webhook, attempts } = await showWebhook(db, id, limit);
  return {
    data: { ...shown(webhook), attempts },
    first: `${cell(webhook.url, 80)} ${labelled(stateOf(webhook), say(`待发${webhook.queued}，未送达${webhook.failed}`, `${webhook.queued} wait, ${webhook.failed} failed`))}`,
    table: {
      head: ["when", "event", "status", "took", "message"],
      rows: attempts.map(({ at, event, status, code, tookMs, messageId }) => [
        minute(at),
        event,
        status === null ? localized(noResponseWords(code)) : String(status),
        say(`${tookMs}毫秒`, `${tookMs} ms`),
        messageId,
      ]),
    },
  };
}

async function replay(
  session: CliSession,
  id: string,
  { message, since }: { message?: string; since?: string },
): Promise<CommandResult> {
  if (message !== undefined && since !== undefined)
    throw new BadInputError(cause("beside", { option: "--since", other: "--message" }));
  if (message === undefined && since === undefined)
    throw new BadInputError(cause("missing-option", { option: "--since <time>" }));
  const which = message !== undefined ? { message } : { since: instantOf(sinceWhen(since ?? ""), "--since", zone) };
  const messages = await replayWebhook(session, id, which);
  return { data: { id, messages }, text: say(`重新发送${messages}条。`, `${messages} sent once more.`) };
}

const stateOf = ({ pausedAt, pausedBecause }: WebhookLine): string =>
  pausedAt ? localized(pausedTitles[pausedBecause || "asked"]) : say("有效", "works");

/** A day without a time means its midnight. */
const sinceWhen = (since: string): string => (/[T ]/.test(since.trim()) ? since : `${since.trim()}T00:00`);

/** A webhook without the nonce from which its secret is derived. */
const shown = ({ nonce: _, ...webhook }: WebhookLine) => webhook;

const minute = (at: Date): string => wall(at, zone);
