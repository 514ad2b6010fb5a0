"""What a guide and a buyer are: frozen models, unknown keys forbidden, no I/O.

`data/steps.yaml` is read into `guide.Guide`, `data/buyers/<slug>.yaml` into a model that `buyer.buyer_model(guide)` makes.
Every human-readable string is a `texts.Text`: one entry a language, never a silent fallback.
"""
