import type { Command } from "commander";
import { setOrganization } from "../../client/registry/organizations.ts";
import { marks, organizationTypes } from "../../domain/terms.ts";
import { oneOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { say } from "../language.ts";
import { cell } from "../views/format.ts";

/** Help of the options that `org add` has as well. */
export const registrationWords = (): string =>
  say("association社会团体、service社会服务机构或foundation基金会", "association, service or foundation");
export const marksWords = (): string =>
  say(
    `法律另有要求的情形：${marks.join("、")}；多个用分号隔开`,
    `where the law asks more of it: ${marks.join(", ")}; several with ;`,
  );

/** `duban org set`: its options are the columns of a sheet. */
export function settingCommand(org: Command, run: Run): void {
  org
    .command("set")
    .description(
      say(
        "更改一家机构的登记情况；只改给出的各项，人员不变",
        "change an organization: only the options that are given; its people stay",
      ),
    )
    .argument("<code>", say("代码或编号", "code or id"))
    .option("--name <name>", say("名称", "its name"))
    .option(
      "--types <types>",
      say(
        `${organizationTypes.join("、")}中的一种或几种，用“|”隔开`,
        `one or several of ${organizationTypes.join(", ")}, with | between`,
      ),
    )
    .option("--registration <form>", registrationWords())
    .option("--district <name>", say("所在区", "district"))
    .option("--party <yes|no>", say("是否设有党组织", "whether it has a party organization"))
    .option("--qualified <yes|no>", say("是否有公开募捐资格", "whether it may raise funds in public"))
    .option("--charity <yes|no>", say("是否为慈善组织", "whether it is a charity"))
    .option(
      "--supervised <yes|no>",
      say(
        "是否有业务主管单位；没有的由登记管理机关代行，党建事务由社会组织党委代行",
        "whether it has a supervising authority; else the registrar stands in, in party matters the party committee",
      ),
    )
    .option("--marks <marks>", marksWords())
    .option(
      "--at-once <yes|no>",
      say(
        "是否全部职责即刻开始；no为分步开始：半年度、年度工作各有固定月份，已在办的不变",
        "whether all of its duties are requested at once; no: half-yearly and yearly ones have months of their own; open tasks stay",
      ),
    )
    .action((code: string, { atOnce, ...cells }: Record<string, string>, command: Command) =>
      run(command, (session) =>
        set(
          session,
          code,
          cells,
          atOnce === undefined ? undefined : oneOf(atOnce, "--at-once", ["yes", "no"]) === "yes",
        ),
      ),
    );
}

async function set(
  session: CliSession,
  named: string,
  cells: Record<string, string>,
  atOnce: boolean | undefined,
): Promise<CommandResult> {
  const { code, changes } = await setOrganization(session, named, cells, atOnce);
  return {
    data: { organization: code, changes },
    text:
      changes.length === 0
        ? say(`${code}没有改变。`, `${code} is as it was.`)
        : changes
            .map(({ field, from, to }) => `${code} ${field}${say("：", ": ")}${cell(from) || "–"} → ${cell(to) || "–"}`)
            .join("\n"),
  };
}
