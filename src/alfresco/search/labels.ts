/** By which clients know a facet again. */
export const labelOf = ({ label, field }: { readonly label?: string | undefined; readonly field: string }): string =>
  label ?? field;
