import type { Command } from "commander";
import { revokeAccess } from "../../client/registry/access.ts";
import { personOf as personNamed } from "../../client/registry/people.ts";
import { BadInputError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { numberOf, personOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { say } from "../language.ts";

/** `duban board`: makes a link that opens the board, for the administrator or a supervisor; or revokes links. */
export function boardCommands(board: Command, run: Run): void {
  board
    .argument("[person]", say("电子邮箱、手机号码或编号", "e-mail address, telephone number or id"))
    .option("--days <n>", say("有效天数；每次都是新链接", "days that it works; each is a new link"), "30")
    .option(
      "--revoke <person|all>",
      say(
        "终止链接和登录：某人的、管理员的，或全部（all）",
        "end the links and sessions of a person, of the administrator, or of all",
      ),
    )
    .action((named: string | undefined, { days, revoke }: { days: string; revoke?: string }, command: Command) =>
      run(command, async (session) => {
        if (revoke !== undefined) return end(session, revoke, named);
        const until = numberOf(days, "--days", 365);
        if (!session.boardLink) throw new BadInputError(cause("no-secret"));
        const person = named === undefined ? null : await personOf(session.db, named);
        const link = await session.boardLink(person?.id ?? null, until);
        return { data: { link, person: person?.id ?? null, days: until }, text: link };
      }),
    );
}

/** Revokes links. @throws {BadInputError} a person is named twice · {NotFoundError} no such person */
async function end(session: CliSession, revoke: string, named: string | undefined): Promise<CommandResult> {
  if (named !== undefined)
    throw new BadInputError(cause("beside", { option: `“${printable(named)}”`, other: "--revoke" }));
  const who =
    revoke === "all" ? "all" : revoke === "administrator" ? null : [(await personNamed(session.db, revoke)).id];
  const { sessions, links } = await revokeAccess(session, who);
  return {
    data: { revoked: revoke, sessions, links },
    text: say(
      `${revoke}：已终止督办台的登录${sessions}个、链接${links}个`,
      `${revoke}: ${sessions} session${sessions === 1 ? "" : "s"} and ${links} link${links === 1 ? "" : "s"} of the board ended`,
    ),
  };
}
