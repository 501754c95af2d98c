/** A Markdown résumé as people write them; nobody in it exists. */
export function resumeOf(name: string): string {
  return `# ${name}

Nairobi · [GitHub](https://github.com/${name.toLowerCase().replace(' ', '-')})

## Summary

Backend engineer who likes small tools, tide tables and quiet pagers.

## Experience

### Engineer | Harbour Light Ltd (TypeScript, Go)
*March 2022 - Present*

- Keeps the booking service of forty harbours running
- Wrote the tide forecasts that the pilots use

**Links:** [Booking](https://harbour-light.example/booking) | [Tides](https://harbour-light.example/tides)

### Developer | Saltmarsh Cloud (Python)
*January 2019 - February 2022*

- Halved the time a deployment takes

## Open Source

Words of my own.

## Education

**University of the Coast** | BSc Computer Science
*2015 - 2019*
`
}
