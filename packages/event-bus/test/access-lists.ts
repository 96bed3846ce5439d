import { AclOperations, AclPermissionTypes, ResourcePatternTypes, ResourceTypes } from '@platformatic/kafka';
import type { CreateAclsOptions } from '@platformatic/kafka';
import type { TopicRight } from '@sixpence/schemas';

const operations = { read: AclOperations.READ, write: AclOperations.WRITE, delete: AclOperations.DELETE };
const resources = { topic: ResourceTypes.TOPIC, group: ResourceTypes.GROUP };

/** Rights as a broker's access lists say them, of logins that are called as the services. */
export const toAccessLists = (rights: readonly TopicRight[]): CreateAclsOptions['creations'] =>
  rights.map(({ service, operation, resource, name, prefixed }) => ({
    resourceType: resources[resource],
    resourceName: name,
    resourcePatternType: prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal: `User:${service}`,
    host: '*',
    operation: operations[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }));
