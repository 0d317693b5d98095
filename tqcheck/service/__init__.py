"""The HTTP service: a CMS asks before it publishes, an editor sees at once what to mend."""
