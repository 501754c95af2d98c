/** Nobody here exists. */
export const markdownResume = `# Mara Oduya

Nairobi · [GitHub](https://github.com/mara-oduya) · [GitLab](https://gitlab.com/mara-oduya)

## Summary

Backend engineer who likes small tools, tide tables and quiet pagers.

## Open Source Contributions

I answer most mails about Lantern, in English and Swahili.

---

## Experience

### Engineer | Harbour Light Ltd (TypeScript, Go)
*March 2022 - Present*

- Keeps the booking service of forty harbours running
- Wrote the tide forecasts that the pilots use

## Education

**University of the Coast** | BSc Computer Science
*2016 - 2020*
`

export const textResume = `Teo Valdris

Lisbon, Portugal | teo-valdris on GitHub

EXPERIENCE

Site Reliability Engineer

Feb. 2021 – Present

Saltmarsh Cloud

- Runs the clusters of three shipping lines
- Halved the time a deployment takes

EDUCATION

Technical College of the Estuary

Sep. 2014 – July 2017

- Diploma in Computer Networks

LANGUAGES

Portuguese, English`
