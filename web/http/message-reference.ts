/** Format of a message's reference, of any provider. */
export const referenceShape = /^[\w.-]{1,80}$/;
