"""The currencies of ISO 4217 that are in use, by code."""

_TABLE = """
AED UAE dirham; AFN Afghani; ALL Lek; AMD Dram; AOA Kwanza; ARS Argentine peso; AUD Australian dollar;
AWG Aruban florin;
AZN Azerbaijan manat; BAM Convertible mark; BBD Barbados dollar; BDT Taka; BHD Bahraini dinar; BIF Burundi franc;
BMD Bermudian dollar; BND Brunei dollar; BOB Boliviano; BRL Brazilian real; BSD Bahamian dollar; BTN Ngultrum; BWP Pula;
BYN Belarusian rouble; BZD Belize dollar; CAD Canadian dollar; CDF Congolese franc; CHF Swiss franc; CLP Chilean peso;
CNY Yuan renminbi; COP Colombian peso; CRC Costa Rican colón; CUP Cuban peso; CVE Cabo Verde escudo; CZK Czech koruna;
DJF Djibouti franc; DKK Danish krone; DOP Dominican peso; DZD Algerian dinar; EGP Egyptian pound; ERN Nakfa;
ETB Ethiopian birr; EUR Euro; FJD Fiji dollar; FKP Falkland Islands pound; GBP Pound sterling; GEL Lari; GHS Ghana cedi;
GIP Gibraltar pound; GMD Dalasi; GNF Guinean franc; GTQ Quetzal; GYD Guyana dollar; HKD Hong Kong dollar; HNL Lempira;
HTG Gourde; HUF Forint; IDR Rupiah; ILS New Israeli sheqel; INR Indian rupee; IQD Iraqi dinar; IRR Iranian rial;
ISK Iceland króna; JMD Jamaican dollar; JOD Jordanian dinar; JPY Yen; KES Kenyan shilling; KGS Som; KHR Riel;
KMF Comorian franc; KPW North Korean won; KRW Won; KWD Kuwaiti dinar; KYD Cayman Islands dollar; KZT Tenge; LAK Lao kip;
LBP Lebanese pound; LKR Sri Lanka rupee; LRD Liberian dollar; LSL Loti; LYD Libyan dinar; MAD Moroccan dirham;
MDL Moldovan leu; MGA Malagasy ariary; MKD Denar; MMK Kyat; MNT Tugrik; MOP Pataca; MRU Ouguiya; MUR Mauritius rupee;
MVR Rufiyaa; MWK Malawi kwacha; MXN Mexican peso; MYR Malaysian ringgit; MZN Mozambique metical; NAD Namibia dollar;
NGN Naira; NIO Córdoba oro; NOK Norwegian krone; NPR Nepalese rupee; NZD New Zealand dollar; OMR Rial Omani; PAB Balboa;
PEN Sol; PGK Kina; PHP Philippine peso; PKR Pakistan rupee; PLN Złoty; PYG Guaraní; QAR Qatari rial; RON Romanian leu;
RSD Serbian dinar; RUB Russian rouble; RWF Rwanda franc; SAR Saudi riyal; SBD Solomon Islands dollar;
SCR Seychelles rupee; SDG Sudanese pound; SEK Swedish krona; SGD Singapore dollar; SHP Saint Helena pound; SLE Leone;
SOS Somali shilling; SRD Surinam dollar; SSP South Sudanese pound; STN Dobra; SVC El Salvador colón; SYP Syrian pound;
SZL Lilangeni; THB Baht; TJS Somoni; TMT Turkmenistan new manat; TND Tunisian dinar; TOP Paʻanga; TRY Turkish lira;
TTD Trinidad and Tobago dollar; TWD New Taiwan dollar; TZS Tanzanian shilling; UAH Hryvnia; UGX Uganda shilling;
USD US dollar; UYU Peso uruguayo; UZS Uzbekistan sum; VED Bolívar digital; VES Bolívar soberano; VND Dong; VUV Vatu;
WST Tala; XAF CFA franc BEAC; XCD East Caribbean dollar; XCG Caribbean guilder; XOF CFA franc BCEAO; XPF CFP franc;
YER Yemeni rial; ZAR Rand; ZMW Zambian kwacha; ZWG Zimbabwe gold
"""

# code -> name; source: ISO 4217 list one, funds and metals left out
CURRENCIES: dict[str, str] = {
    entry[:3]: entry[4:] for entry in (part.strip().replace("\n", " ") for part in _TABLE.split(";"))
}


def currency_choices() -> list[tuple[str, str]]:
    """Code and label of each currency, those most used first."""
    first = ["GBP", "EUR", "USD"]
    rest = [code for code in CURRENCIES if code not in first]
    return [(code, f"{code} – {CURRENCIES[code]}") for code in first + rest]
