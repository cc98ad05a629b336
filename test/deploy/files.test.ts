import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import manifest from "../../package.json" with { type: "json" };

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** Settings that `config.ts` reads, and Temporal's own settings, which `@temporalio/envconfig` reads. */
const settings = new Set([...read("config.ts").matchAll(/^ {2}([A-Z][A-Z_]+): \[/gm)].map(([, name = ""]) => name));
const isSetting = (name: string): boolean => settings.has(name) || /^TEMPORAL_(API_KEY|TLS_|PROFILE)/.test(name);

interface Service {
  image: string;
  environment?: Record<string, string>;
  command?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  ports?: string[];
  depends_on?: Record<string, unknown> | string[];
  healthcheck?: unknown;
  deploy?: { replicas: number };
}

describe("the image", () => {
  const file = read("Dockerfile");

  it("is built in stages, runs as an unprivileged user, and has a health check", () => {
    expect(file.match(/^FROM /gm)).toHaveLength(3);
    const last = file.slice(file.lastIndexOf("\nFROM "));
    expect(last).toMatch(/^USER 1000:1000$/m);
    expect(last.indexOf("USER 1000")).toBeGreaterThan(last.lastIndexOf("COPY"));
    expect(last).toMatch(/^HEALTHCHECK .*healthy\.js/m);
    expect(last).not.toMatch(/^RUN npm/m);
    expect(file).not.toMatch(/:latest\b/);
  });

  it("copies only existing files", () => {
    for (const [, from = ""] of file.matchAll(/^COPY (?!--from)(\S+)/gm))
      if (from !== ".") expect(() => read(from), from).not.toThrow();
    const ignored = read(".dockerignore").split("\n").filter(Boolean);
    expect(ignored).toEqual(expect.arrayContaining(["node_modules", ".git", ".duban", "build"]));
  });
});

describe("compose.prod.yaml", () => {
  const compose = parse(read("compose.prod.yaml"), { merge: true }) as {
    services: Record<string, Service>;
    volumes: object;
  };
  const { services } = compose;
  const own = Object.entries(services).filter(([, { image }]) => image.startsWith("duban:"));

  it("has PostgreSQL, Temporal, two workers, a portal and a proxy, of which only the proxy is reachable from outside", () => {
    expect(Object.keys(services)).toEqual(
      expect.arrayContaining(["postgres", "temporal", "migrate", "worker", "portal", "proxy"]),
    );
    expect(services.worker?.deploy?.replicas).toBe(2);
    const reached = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(reached.map(([name]) => name)).toEqual(["proxy"]);
  });

  it("runs our processes on a read-only file system, without capabilities, by existing commands", () => {
    const cli = read("cli/commands/system.ts") + read("cli/commands/index.ts") + read("cli/nouns.ts");
    expect(own.map(([name]) => name).sort()).toEqual(["migrate", "portal", "worker"]);
    for (const [name, { read_only, cap_drop, command }] of own) {
      expect([name, read_only, cap_drop]).toEqual([name, true, ["ALL"]]);
      expect(cli).toContain(command?.[0] ?? "none");
    }
  });

  it("sets only variables that the program reads, and pins the images", () => {
    for (const [name, { environment = {} }] of own)
      for (const key of Object.keys(environment))
        expect([name, key, isSetting(key) || key === "HEALTHCHECK_PORT"]).toEqual([name, key, true]);
    for (const [name, { image }] of Object.entries(services)) expect(image, name).toMatch(/:(\$\{\w+:-)?\d/);
    expect(services.worker?.image).toContain(manifest.version);
  });

  it("waits for what each service needs, all of which exists", () => {
    for (const [name, { depends_on = {} }] of Object.entries(services))
      for (const needed of Array.isArray(depends_on) ? depends_on : Object.keys(depends_on))
        expect(Object.keys(services), name).toContain(needed);
    for (const [name] of own.filter(([one]) => one !== "migrate"))
      expect(services[name]?.depends_on).toEqual({ migrate: { condition: "service_completed_successfully" } });
  });
});

describe("the Helm chart", () => {
  const folder = "deploy/helm/duban/";
  const values = parse(read(`${folder}values.yaml`)) as Record<string, unknown> & { settings: Record<string, string> };
  const templates = readdirSync(new URL(`${folder}templates/`, root)).map((name) => read(`${folder}templates/${name}`));

  it("has the version of the program, and sets only variables that it reads", () => {
    expect(parse(read(`${folder}Chart.yaml`))).toMatchObject({
      version: manifest.version,
      appVersion: manifest.version,
    });
    for (const name of Object.keys(values.settings)) expect([name, isSetting(name)]).toEqual([name, true]);
    for (const [, name = ""] of templates.join("\n").matchAll(/(?:^ {2}|name: )([A-Z][A-Z_]{3,})\b/gm))
      expect([name, isSetting(name)]).toEqual([name, true]);
  });

  it("reads only values that values.yaml contains", () => {
    for (const [, path = ""] of templates.join("\n").matchAll(/\.Values\.([\w.]+)/g)) {
      const found = path
        .split(".")
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], values);
      expect([path, found !== undefined]).toEqual([path, true]);
    }
  });
});

it("the alert rules are valid Prometheus YAML: groups of rules, each with an expression, a duration and labels", () => {
  const { groups } = parse(read("docs/ops/alerts.yaml")) as {
    groups: { name: string; rules: Record<string, unknown>[] }[];
  };
  expect(groups.map(({ name }) => name)).toEqual(["duban", "duban-temporal"]);
  for (const { rules } of groups)
    for (const rule of rules) {
      expect(Object.keys(rule).sort()).toEqual(["alert", "annotations", "expr", "for", "labels"]);
      const expr = String(rule.expr);
      for (const [open = "", close = ""] of ["()", "{}", "[]"])
        expect(expr.split(open).length, expr).toBe(expr.split(close).length);
    }
});
