/** What happened in the sites of people; reference: Alfresco's `/people/{personId}/activities`. */
import { badRequest } from '../framework/api-error';
import { countedList } from '../framework/counted-list';
import { foundAs } from '../framework/not-found';
import { operation, type Operation } from '../framework/operation';
import { PAGING, textParameter, type Parameter } from '../framework/parameters';
import { personIdOf } from '../people/person-id';
import { activityEntry } from './activity-entry';

const WHO = ['me', 'others'] as const;

const who: Parameter<(typeof WHO)[number] | undefined> = {
  type: 'string',
  description: 'Whose activities: the own ones of the person (me), those of all others (others); all when absent',
  values: WHO,
  read: (text, name) => {
    if (text === undefined || text === '') return undefined;
    const known = WHO.find((one) => one === text.toLowerCase());
    if (!known) throw badRequest(`Parameter ${name} should be one of [${WHO.join(', ')}]`);
    return known;
  },
};

const listActivities = operation({
  id: 'listActivitiesForPerson',
  method: 'GET',
  path: '/people/{personId}/activities',
  api: 'core',
  summary: 'List activities',
  since: '4.2',
  status: 200,
  answers: 'Activity',
  parameters: { ...PAGING, who, siteId: textParameter('Only those in this site') },
  run: async ({ repository, request, path, query }) => {
    const person = personIdOf(request, path['personId']);
    const { siteId: site } = query;
    if (site !== undefined) await foundAs(site, repository.getSite(request, site));
    const feed = { person, page: query, site, who: query.who };
    const found = await foundAs(person, repository.listActivities(request, feed));
    return countedList(found, query, (activity) => activityEntry(activity, person));
  },
});

export const ACTIVITIES: readonly Operation[] = [listActivities];
