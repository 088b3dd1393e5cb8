"""The emptiest page that answers a slider: one fragment, one number. What a screen is measured beside."""

import streamlit as st


@st.fragment
def _answer() -> None:
    st.metric("Number", f"{st.slider('Slider', 0, 1000, 100) * 2}")


_answer()
