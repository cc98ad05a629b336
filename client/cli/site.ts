import type { Command } from "commander";
import { namedSites } from "../../records/sites.ts";
import { organizationOf } from "../acts/organizations.ts";
import { addSite, closeSite, type SiteChanged } from "../acts/sites.ts";
import type { Answer, Run } from "./answer.ts";
import type { CliSession } from "./deps.ts";
import { cell, plural, wall } from "./shown.ts";

const actor = "administrator";

/** `duban site …` */
export function siteCommands(program: Command, run: Run): void {
  const site = program.command("site").description("the places where an organization works");

  site
    .command("add")
    .description("it works here too from now on; whether its sites are covered is gone over anew. Twice is once")
    .requiredOption("--org <code>", "code of the organization")
    .requiredOption("--name <name>", "as people call the place")
    .option("--address <text>", "where it is")
    .action((options: { org: string; name: string; address?: string }, command: Command) =>
      run(command, async (session) => {
        const { org, ...input } = options;
        const done = await addSite(session, { ...input, organization: org, actor });
        return answer(done, done.changed ? `${input.name} is a site of ${org}.` : `${input.name} was there already.`);
      }),
    );

  site
    .command("list")
    .description("sites; an organization that has named none works at one, its own name")
    .requiredOption("--org <code>", "code of the organization")
    .action(({ org }: { org: string }, command: Command) => run(command, (session) => list(session, org)));

  site
    .command("close")
    .description("it no longer works here")
    .requiredOption("--org <code>", "code of the organization")
    .requiredOption("--name <name>", "name or id of the site")
    .action(({ org, name }: { org: string; name: string }, command: Command) =>
      run(command, async (session) => {
        const done = await closeSite(session, { organization: org, name, actor });
        return answer(done, `${name} is no site of ${org} any more.`);
      }),
    );
}

function answer(done: SiteChanged, said: string): Answer {
  const fresh = done.cases.filter(({ created }) => created);
  const started = fresh.map(({ duty, caseId }) => `duty ${duty}, case ${caseId}`).join("; ");
  return { data: done, text: started ? `${said} Started: ${started}.` : said };
}

async function list({ db, now }: CliSession, org: string): Promise<Answer> {
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
    text: sites.length > 0 ? plural(sites.length, "site") : `${org} has named none: it is its own site.`,
  };
}
