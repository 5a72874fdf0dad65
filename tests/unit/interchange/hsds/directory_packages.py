"""Small directories of invented organizations, in every form that is read."""

from __future__ import annotations

HSDS_3_CSV = {
    "organizations.csv": "id,name,description,website,founder\n"
    "0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1a01,Willow Street Pantry,Food for families,https://example.org,Ada\n",
    "services.csv": "id,organization_id,name,status,eligibility_description,minimum_age,maximum_age,colour\n"
    "0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1b01,0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1a01,Food boxes,active,Families with a baby,0,5,teal\n",
    "locations.csv": "id,organization_id,location_type,name,latitude,longitude\n"
    "0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1c01,0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1a01,physical,Willow Street,44.05,-123.09\n",
    "service_at_location.csv": "id,service_id,location_id\n"
    "0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1d01,0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1b01,0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1c01\n",
    "addresses.csv": "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
    "0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1e01,0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1c01,1 Willow Street,Eugene,OR ,97401,US,physical\n",
    "phones.csv": "id,service_id,number,type\n0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1f01,0d5a0c52-3f0a-4d7e-9f0c-0f1f5f7f1b01,541-555-0100,voice\n",
}

OPEN_REFERRAL_1 = {
    "organizations.csv": "id,name,description,url\n1,Willow Street Pantry,Food for families,https://example.org\n",
    "services.csv": 'id,organization_id,name,taxonomy_ids\n7,1,Food boxes,"food, baby"\n',
    "locations.csv": "id,organization_id,name,latitude,longitude\n7,1,Willow Street,44.05,-123.09\n",
    "services_at_location.csv": "id,service_id,location_id\n7,7,7\n",
    "physical_addresses.csv": "id,location_id,address_1,city,state_province,postal_code,country\n7,7,1 Willow Street,Eugene,OR ,97401,US\n",
    "regular_schedules.csv": "id,service_id,weekday,opens_at,closes_at,original_text\n,7,Monday,8:30am,5pm,Mon 8:30-5\n,7,2,12am,noon,\n",
    "holiday_schedules.csv": "id,service_id,closed,start_date,end_date\n7,7,true,2026-12-24,2026-12-26\n",
    "languages.csv": "id,service_id,language\n7,7,English\n7,7,Spanish\n",
    "eligibility.csv": "id,service_id,eligibility\n1,7,Families with a baby\n2,7,Pregnant people\n",
    "taxonomy.csv": "id,name,parent_id,parent_name,vocabulary\nfood,Food,,,own\n",
    "phones.csv": "id,service_id,number\n1,7,541-555-0100\n2,7,\n",
}

OHANA = {
    "organizations.csv": "id,name,description,website\n1,Willow Street Pantry,Food for families,https://example.org\n",
    "locations.csv": "id,organization_id,name,short_desc,accessibility,languages,latitude,longitude,virtual\n"
    '3,1,Willow Street,Near the river,"ramp, elevator",English,44.05,-123.09,\n',
    "services.csv": "id,location_id,name,audience,eligibility,keywords,languages,service_areas,required_documents,status\n"
    '9,3,Food boxes,Parents,Families with a baby,"food, pantry","English, Spanish","Lane County, Linn County",Photo ID,active\n',
    "mail_addresses.csv": "id,location_id,address_1,city,state_province,postal_code,country\n3,3,PO Box 1,Eugene,OR,97401,US\n",
    "addresses.csv": "id,location_id,address_1,city,state_province,postal_code,country\n3,3,1 Willow Street,Eugene,OR,97401,US\n",
}


def as_bytes(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()}
