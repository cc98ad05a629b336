import type { Command } from "commander";
import { organizationOf } from "../../client/registry/organizations.ts";
import { addSite, closeSite, type SiteChanged } from "../../client/registry/sites.ts";
import { namedSites } from "../../records/roster/sites.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { say } from "../language.ts";
import { cell, plural, wall } from "../views/format.ts";

const actor = "administrator";

/** `duban site …` */
export function siteCommands(site: Command, run: Run): void {
  site
    .command("add")
    .description(
      say(
        "从现在起增加一处场所；场所是否全覆盖会重新核对。重复添加只算一次",
        "it works here too from now on; whether its sites are covered is checked again. Adding it twice changes nothing",
      ),
    )
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .requiredOption("--name <name>", say("场所名称", "as people call the place"))
    .option("--address <text>", say("地址", "where it is"))
    .action((options: { org: string; name: string; address?: string }, command: Command) =>
      run(command, async (session) => {
        const { org, ...input } = options;
        const done = await addSite(session, { ...input, organization: org, actor });
        return answer(
          done,
          done.changed
            ? say(`已登记${input.name}为${org}的场所。`, `${input.name} is a site of ${org}.`)
            : say(`此前已登记${input.name}。`, `${input.name} was there already.`),
        );
      }),
    );

  site
    .command("list")
    .description(
      say(
        "场所；没有登记场所的机构，以机构名称为其场所",
        "sites; an organization that has named none works at one, its own name",
      ),
    )
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .action(({ org }: { org: string }, command: Command) => run(command, (session) => list(session, org)));

  site
    .command("close")
    .description(say("不再使用此处", "it no longer works here"))
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .requiredOption("--name <name>", say("场所名称或编号", "name or id of the site"))
    .action(({ org, name }: { org: string; name: string }, command: Command) =>
      run(command, async (session) => {
        const done = await closeSite(session, { organization: org, name, actor });
        return answer(done, say(`${name}不再是${org}的场所。`, `${name} is no site of ${org} any more.`));
      }),
    );
}

function answer(done: SiteChanged, said: string): CommandResult {
  const fresh = done.cases.filter(({ created }) => created);
  const started = fresh
    .map(({ duty, caseId }) => say(`第${duty}项，事项${caseId}`, `duty ${duty}, case ${caseId}`))
    .join("; ");
  return { data: done, text: started ? say(`${said}已开始：${started}。`, `${said} Started: ${started}.`) : said };
}

async function list({ db, now }: CliSession, org: string): Promise<CommandResult> {
  const organization = await organizationOf(db, org);
  const sites = await namedSites(db, organization.id, now());
  return {
    data: sites,
    table: {
      head: ["id", "site", "address", "since"],
      rows: sites.map(({ id, name, address, fromAt }) => [
        id,
        cell(name),
        cell(address, 60),
        wall(fromAt, organization.zone),
      ]),
    },
    text:
      sites.length > 0
        ? plural(sites.length, "site")
        : say(`${org}没有登记场所：以机构本身为场所。`, `${org} has named none: it is its own site.`),
  };
}
