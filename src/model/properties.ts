/** One value: datetimes are milliseconds since 1970-01-01T00:00Z, integers are safe, decimals are IEEE doubles. */
export type Scalar = string | number | boolean;
export type PropertyValue = Scalar | readonly Scalar[];

/** Values by property id. A property that is not set is absent: never null, never an empty list (CMIS 1.1 §2.1.2.1). */
export type Properties = Readonly<Record<string, PropertyValue>>;

/** What a client asks to write: `null` unsets. */
export type PropertyChanges = Readonly<Record<string, PropertyValue | null>>;
