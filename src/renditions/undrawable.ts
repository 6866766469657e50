/** A file that cannot be drawn, with the reason for operators. */
export class Undrawable extends Error {}
