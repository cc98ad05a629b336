import { FormError } from "./form-error.ts";

const megabyte = 1024 * 1024;

/** Whether somebody is known by a link or a session before their form is read. */
export type Sender = "known" | "anybody";

/** What one request keeps in memory of its body. */
export interface Lease {
  /**
   * @param bytes all that the request keeps now
   * @throws {FormError} `FORM_ROOM` where all requests together would keep too much
   */
  hold(bytes: number): void;
  release(): void;
}

/**
 * Bytes of bodies that the process keeps at any time, over all requests. Forms that are open to everybody have a share of their own, so
 * that strangers who fill it do not keep out those who have a link.
 */
export class Room {
  readonly #limits: Readonly<Record<Sender, number>>;
  readonly #held: Record<Sender, number> = { known: 0, anybody: 0 };
  constructor(limits: Readonly<Record<Sender, number>> = { known: 48 * megabyte, anybody: 16 * megabyte }) {
    this.#limits = limits;
  }

  lease(sender: Sender): Lease {
    let own = 0;
    const set = (bytes: number): void => {
      this.#held[sender] += bytes - own;
      own = bytes;
    };
    return {
      hold: (bytes) => {
        if (bytes > own && this.#held[sender] + bytes - own > this.#limits[sender])
          throw new FormError("FORM_ROOM", `${this.#limits[sender]} bytes of bodies are being read already`);
        set(bytes);
      },
      release: () => set(0),
    };
  }
}
