import type { Command } from "commander";
import { actsOfTokens, createToken, endToken, listTokens } from "../../client/api/tokens.ts";
import { scopes, scopeTitles } from "../../domain/api/scopes.ts";
import { cityZone } from "../../domain/time/zones.ts";
import { collect, numberOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { labelled, listed, localized, say } from "../language.ts";
import { cell, wall } from "../views/format.ts";

interface CreateOptions {
  name: string;
  org?: string;
  authority?: string;
  as?: string;
  scope?: readonly string[];
  days?: string;
}

/** `duban token …` */
export function tokenCommands(token: Command, run: Run): void {
  token
    .command("create")
    .description(
      say(
        "为程序签发令牌：只显示一次，请妥善保存；不写机构和主管的，可读取全部机构",
        "a token for a program, shown once; without an organization or an authority it reads all organizations",
      ),
    )
    .requiredOption("--name <name>", say("用途", "what it is for"))
    .option("--org <code>", say("只限一家机构", "of one organization"))
    .option("--authority <person>", say("只限某人主管或监督的机构", "of the organizations that a person oversees"))
    .option(
      "--as <person>",
      say(
        "限一家机构的令牌以谁的身份办理：在该机构任职者的编号或电子邮箱",
        "of an organization: as whom it acts, somebody with a role there (id or e-mail address)",
      ),
    )
    .option(
      "--scope <scope>",
      say(
        `权限，可多次给出：${scopes.map((one) => `${one}（${scopeTitles[one].zh}）`).join("、")}`,
        `what it may do, several times: ${scopes.join(", ")}`,
      ),
      collect,
    )
    .option("--days <n>", say("有效天数（不写为长期）", "days that it works (without it: until it is revoked)"))
    .action((options: CreateOptions, command: Command) => run(command, (session) => create(session, options)));

  token
    .command("list")
    .description(say("已签发的令牌：属于谁、权限、最近使用", "tokens: whose, what they may do, when last used"))
    .action((_options: unknown, command: Command) => run(command, list));

  token
    .command("revoke")
    .description(say("停用令牌，立即生效", "end a token at once"))
    .argument("<id>", say("编号见 `token list`", "as `token list` shows it"))
    .action((id: string, _options: unknown, command: Command) =>
      run(command, async (session) => {
        const { changed } = await endToken(session, id);
        return {
          data: { id, changed },
          text: changed ? say("令牌已停用。", "It is revoked.") : say("令牌此前已停用。", "It was revoked already."),
        };
      }),
    );

  token
    .command("log")
    .description(say("程序用令牌办了什么，最新的在前", "what programs did by their tokens, the newest first"))
    .argument("[id]", say("只看一个令牌，编号见 `token list`", "of one token, as `token list` shows it"))
    .option("--limit <number>", say("最多列多少", "maximum number of rows"), "50")
    .action((id: string | undefined, { limit }: { limit: string }, command: Command) =>
      run(command, async ({ db }) => {
        const acts = await actsOfTokens(db, id, numberOf(limit, "--limit"));
        return {
          data: acts,
          table: {
            head: ["when", "name", "act"],
            rows: acts.map(({ at, name, act }) => [minute(at), cell(name, 30), act]),
          },
        };
      }),
    );
}

async function create(
  session: CliSession,
  { org, authority, as, scope, days, name }: CreateOptions,
): Promise<CommandResult> {
  const lasts = days === undefined ? undefined : numberOf(days, "--days", 3_650);
  const made = await createToken(session, {
    name,
    ...(org !== undefined && { organization: org }),
    ...(authority !== undefined && { authority }),
    ...(as !== undefined && { as }),
    ...(lasts !== undefined && { expiresAt: new Date(session.now().getTime() + lasts * 86_400_000) }),
    scopes: scope ?? [],
    actor: "administrator",
  });
  return { data: made, text: made.token };
}

async function list({ db, now }: CliSession): Promise<CommandResult> {
  const tokens = await listTokens(db);
  return {
    data: tokens,
    table: {
      head: ["name", "whom", "scopes", "last used", "until", "state", "id"],
      rows: tokens.map((one) => [
        cell(one.name, 30),
        one.as === null ? (one.of ?? say("全部", "all")) : labelled(one.of ?? "", one.as),
        listed(one.scopes.map((scope) => localized(scopeTitles[scope]))),
        minute(one.lastUsedAt),
        minute(one.expiresAt),
        one.revokedAt
          ? say("已停用", "revoked")
          : one.expiresAt && one.expiresAt <= now()
            ? say("已到期", "expired")
            : say("有效", "works"),
        one.id,
      ]),
    },
  };
}

const minute = (at: Date | null): string => (at ? wall(at, cityZone) : "");
