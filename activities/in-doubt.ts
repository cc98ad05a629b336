/**
 * Room for deliveries of a worker, of all its couriers together, that are handed over without a recorded outcome. A crash of the worker leaves no
 * more than these in doubt.
 */
export class InDoubt {
  private taken = 0;
  private readonly waiting = new Set<() => void>();
  private readonly most: number;

  constructor(most = 50) {
    this.most = most;
  }

  /**
   * Takes room for up to `wanted` deliveries, and for none if there is less than for `fewest` of them.
   * @param freed called when room is released, if there was too little
   * @returns the number of deliveries that there is room for
   */
  take(wanted: number, fewest: number, freed: () => void): number {
    const room = this.most - this.taken;
    if (room < Math.min(wanted, fewest)) {
      this.waiting.add(freed);
      return 0;
    }
    const taking = Math.min(wanted, room);
    this.taken += taking;
    return taking;
  }

  /** Takes room even if there is none: for deliveries that are not sent, but recorded like those that are. */
  force(deliveries: number): void {
    this.taken += deliveries;
  }

  /** Offers the room to those that have waited longest. */
  release(deliveries: number): void {
    this.taken -= deliveries;
    for (const freed of [...this.waiting]) {
      if (this.taken >= this.most) return;
      this.waiting.delete(freed);
      freed();
    }
  }
}
