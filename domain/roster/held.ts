/** From an instant on, until another or without an end: who holds a role, where an organization has a site. */
export interface Held {
  fromAt: Date;
  untilAt: Date | null;
}

/** Not over at an instant; it may begin later. */
export const hasNotEnded = ({ untilAt }: Pick<Held, "untilAt">, at: Date): boolean => untilAt === null || untilAt > at;

/** Whether something is held at an instant: from its first on, and no longer at its last. */
export const isHeld = (held: Held, at: Date): boolean => held.fromAt <= at && hasNotEnded(held, at);

/** Whether a person has left by an instant. */
export const hasLeft = ({ leftAt }: { leftAt: Date | null }, at: Date): boolean => leftAt !== null && leftAt <= at;
