"""The demo fund, Co-operate Alderwick: who is in it, what they wrote, and how it is built.

Everybody here is invented. Nothing of it is used by a real fund.
"""
