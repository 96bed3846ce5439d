/**
 * Which files are generated: .gitattributes marks them with `linguist-generated`, for reviewers and for these tools.
 * Returns a regular expression for each such line; of the patterns of git only `*`, `**` and plain paths are used.
 */
export function generatedPatterns(attributes) {
  return attributes
    .split('\n')
    .filter((line) => line.includes('linguist-generated'))
    .map((line) => new RegExp(`(^|/)${regexOf(line.split(/\s+/)[0])}$`));
}

function regexOf(pattern) {
  return pattern
    .replace(/^\//, '')
    .split('**')
    .map((part) =>
      part
        .split('*')
        .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^/]*'),
    )
    .join('.*');
}
