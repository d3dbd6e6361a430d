"""What the user sees as a file: sheets and layers that the import takes back unchanged.

`services.make_export` is the way in: it chooses within reach, writes, logs. What a file says is
Vietnamese in every interface language, since it is an office's paper and comes back as one.
"""
