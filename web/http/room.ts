import { FormError } from "./form-error.ts";

const megabyte = 1024 * 1024;

/** Whether the sender is identified by a link or a session before the form is read. */
export type Sender = "known" | "anybody";

/** The memory that one request uses for its body. */
export interface Lease {
  /**
   * Sets the memory that the request uses.
   * @param bytes all that the request keeps now
   * @throws {FormError} `FORM_ROOM` all requests together would use too much
   */
  hold(bytes: number): void;
  release(): void;
}

/**
 * Limits the memory of request bodies in the process, over all requests. Public forms have a share of their own, so that strangers who fill it do not
 * keep out people with a link.
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
