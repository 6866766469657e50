/**
 * The advisory locks of a repository's database, each for one purpose: two that shared a number would make strangers
 * wait for each other, where PostgreSQL cannot see the circle.
 */
export const ADVISORY_LOCKS = {
  /** Folder creation shares it; folder moves and ACL changes hold it alone. */
  tree: 7_201_101,
  /** One process makes a new repository. */
  bootstrap: 7_201_102,
  /** One change of group memberships at a time. */
  memberships: 7_201_103,
  /** One change of what tags there are at a time. */
  tags: 7_201_105,
  /** One change of what categories there are at a time. */
  categories: 7_201_106,
  /** One process builds property indexes. */
  propertyIndexes: 7_201_104,
  /** One process collects content that nobody has. */
  collecting: 7_201_201,
  /** The process that owns an embedded cluster. */
  embeddedOwner: 7_227_104,
  /** One process migrates. */
  migrations: 7_227_105,
} as const;
