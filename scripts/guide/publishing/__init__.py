"""Publishing: a guide and its buyers come in, and sites on the disk go out, each whole or not at all.

`builder` makes and publishes one buyer's site, `batch` those of many, spread over `processes`, with `outcomes` that say what
came of each. `site_files` writes a site, `publisher` puts it in its place, after `ownership` has said that nothing there is
somebody else's, and `cleanup` removes the one before; `registry` knows the folder of published sites. `check` finds what is
wrong with a project, `verify` and `audit` what is wrong with published sites. Of the guide's packages only `cli` may import
this one, and it may import every other. Its faces are `builder.load_context`, `batch.build_batch`, `check.check_project`,
`verify.verify` and `audit.audit`; they are imported from their modules, so that a build does without what only a check needs.
"""
