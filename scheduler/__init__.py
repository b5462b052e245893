"""Time comes in. Notices that time has passed, and remembers nothing: what is due is worked out from the store each
time.
"""
