"""The demo commune: a made-up upland commune, written as a commune office would keep its files.

Nothing here is copied from a real place or a real person. The land is drawn first (streams,
terrain, roads), the villages and groups follow the land, the households follow the roads, and
people, assignments and contacts follow the households. Pure Python: no Django, no database.
"""
