/** Held from an instant until another, or without end: a role by a person, a site by an organization. */
export interface Held {
  fromAt: Date;
  untilAt: Date | null;
}

/** It has not ended at an instant; it may begin later. */
export const hasNotEnded = ({ untilAt }: Pick<Held, "untilAt">, at: Date): boolean => untilAt === null || untilAt > at;

/** Whether it is held at an instant: the beginning is included, the end is not. */
export const isHeld = (held: Held, at: Date): boolean => held.fromAt <= at && hasNotEnded(held, at);

/** Whether a person has left by an instant. */
export const hasLeft = ({ leftAt }: { leftAt: Date | null }, at: Date): boolean => leftAt !== null && leftAt <= at;
