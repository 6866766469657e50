/** A folder that every repository begins with. */
export interface InitialFolder {
  readonly name: string;
  readonly typeId?: string;
  readonly title?: string;
  /** Secondary type ids. */
  readonly aspects?: readonly string[];
  /** Role of everyone here; then nothing is inherited. */
  readonly everyone?: string;
  /** Role of the anonymous principal here, beside everyone's. */
  readonly anonymous?: string;
  readonly children?: readonly InitialFolder[];
}

const UIFACETS = ['P:app:uifacets'];
const FIXED = ['P:sys:undeletable', 'P:sys:unmovable'];
const plain = (...names: readonly string[]): readonly InitialFolder[] => names.map((name) => ({ name }));
const fixed = (...names: readonly string[]): readonly InitialFolder[] =>
  names.map((name) => ({ name, aspects: FIXED }));

export const ROOT_NAME = 'Company Home';
export const USER_HOMES = 'User Homes';

/** What lies below the root at first, as in an English installation of Alfresco, where its clients look for it. */
export const INITIAL_TREE: readonly InitialFolder[] = [
  {
    name: 'Data Dictionary',
    aspects: [...UIFACETS, ...FIXED],
    everyone: 'Consumer',
    children: [
      ...plain('Messages', 'Models', 'Web Client Extension', 'Workflow Definitions'),
      ...fixed(
        'Space Templates',
        'Presentation Templates',
        'Node Templates',
        'RSS Templates',
        'Scripts',
        'Web Scripts',
        'Web Scripts Extensions',
      ),
      {
        name: 'Email Templates',
        aspects: FIXED,
        children: fixed(
          'activities',
          'Following Email Templates',
          'invite',
          'Invite Email Templates',
          'Notify Email Templates',
          'Workflow Notification',
        ),
      },
      ...['Saved Searches', 'Smart Folder Templates', 'Smart Folder Downloads'].map((name) => ({
        name,
        aspects: FIXED,
        everyone: 'Contributor',
      })),
      { name: 'Imap Configs', children: plain('Templates') },
      {
        name: 'Transfers',
        children: [
          { name: 'Transfer Target Groups', children: plain('Default Group') },
          ...plain('Inbound Transfer Records', 'Temp'),
        ],
      },
      ...plain('Rendering Actions Space', 'Replication Actions Space', 'Scheduled Actions', 'Email Actions'),
    ],
  },
  { name: 'Guest Home', aspects: UIFACETS, everyone: 'Consumer', anonymous: 'Consumer' },
  { name: 'Imap Attachments', aspects: UIFACETS },
  { name: 'IMAP Home', aspects: UIFACETS },
  { name: 'Shared', title: 'Shared Folder', aspects: UIFACETS, everyone: 'Contributor' },
  { name: 'Sites', typeId: 'F:st:sites', aspects: UIFACETS },
  { name: USER_HOMES, aspects: UIFACETS },
];
