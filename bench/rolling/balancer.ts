import { Agent, request } from "node:http";

/** What became of a request. */
export interface Answer {
  /** 0: none came. */
  status: number;
  ms: number;
  /** How often it was sent again: refused before it was sent, or its connection broke (its key makes it the same act). */
  again: number;
}

/** So often each portal is asked whether it is ready, milliseconds. */
const lookEveryMs = 200;
const mostTries = 5;

/** What stands before several portals: it asks them whether they are ready, and hands each request to the next that is. */
export class Balancer {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private portals: { url: string; ready: boolean }[] = [];
  private turn = 0;
  private readonly timer = setInterval(() => void this.look(), lookEveryMs);

  add(url: string): void {
    this.portals.push({ url, ready: true });
  }

  remove(url: string): void {
    this.portals = this.portals.filter((one) => one.url !== url);
  }

  close(): void {
    clearInterval(this.timer);
    this.agent.destroy();
  }

  async post(path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const began = performance.now();
    const text = JSON.stringify(body);
    for (let again = 0; ; again++) {
      const status = await this.send(this.next(), path, text, headers);
      if (status !== 0 || again === mostTries) return { status, ms: performance.now() - began, again };
    }
  }

  private next(): string {
    const ready = this.portals.filter((one) => one.ready);
    const among = ready.length > 0 ? ready : this.portals;
    this.turn += 1;
    return among[this.turn % among.length]?.url ?? "http://127.0.0.1:1";
  }

  private send(url: string, path: string, text: string, headers: Readonly<Record<string, string>>): Promise<number> {
    return new Promise((resolve) => {
      const asked = request(
        `${url}${path}`,
        {
          method: "POST",
          agent: this.agent,
          headers: { ...headers, "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) },
        },
        (answer) => {
          answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
          answer.on("error", () => resolve(0));
        },
      );
      asked.on("error", () => resolve(0));
      asked.end(text);
    });
  }

  private async look(): Promise<void> {
    await Promise.all(
      this.portals.map(async (one) => {
        one.ready = await fetch(`${one.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        );
      }),
    );
  }
}
