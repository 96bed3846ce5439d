import { homedir } from 'node:os';
import { join } from 'node:path';

/** The release that development and tests run on. */
export const KAFKA_VERSION = '4.4.0';
/** The same, for machines with Docker and without Java. */
export const KAFKA_IMAGE = `apache/kafka:${KAFKA_VERSION}`;
const LOG4J_VERSION = '2.25.5';

/** The goal that copies a project's dependencies into a folder; its version is fixed, so that every machine does the same. */
export const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

/** A project that is nothing but its dependencies: the broker, and what makes it log. */
export const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>sixpence</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>${LOG4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/** Where the artefacts are kept between runs and between clones. */
export function kafkaCache(): string {
  const root = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(root, 'sixpence', `kafka-${KAFKA_VERSION}`);
}
