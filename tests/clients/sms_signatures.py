"""The SDKs of Aliyun and Tencent Cloud send messages to the simulator that our own tests use.

The simulator checks the signatures with code of its own, and our client is tested against it: so a signature that
the SDKs and we both get accepted is the providers' signature. Usage: sms_signatures.py [binary].
"""

import json
import re
import subprocess
import sys
import time
import urllib.request

from alibabacloud_dysmsapi20170525.client import Client as AliyunClient
from alibabacloud_dysmsapi20170525 import models as aliyun
from alibabacloud_tea_openapi.utils_models import Config as AliyunConfig
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111 import models as tencent
from tencentcloud.sms.v20210111.sms_client import SmsClient

from server import ROOT, binary, free_port


def constants():
    """The accounts of the simulator, from its source."""
    text = (ROOT / "crates/simulator/src/sms/test_accounts.rs").read_text(encoding="utf-8")
    return dict(re.findall(r'pub const (\w+): &str = "([^"]*)";', text))


def aliyun_client(address, key, secret):
    return AliyunClient(
        AliyunConfig(access_key_id=key, access_key_secret=secret, endpoint=address, protocol="http")
    )


def check_aliyun(address, known):
    client = aliyun_client(address, known["ALIYUN_KEY_ID"], known["ALIYUN_SECRET"])
    request = aliyun.SendSmsRequest(
        phone_numbers="13800138000",
        sign_name=known["SIGN_NAME"],
        template_code=known["ALIYUN_TEMPLATE"],
        template_param=json.dumps({"code": "246810"}),
    )
    sent = client.send_sms(request).body
    assert sent.code == "OK" and sent.biz_id, sent
    query = aliyun.QuerySendDetailsRequest(
        phone_number="13800138000", biz_id=sent.biz_id, send_date=time.strftime("%Y%m%d"), page_size=10, current_page=1
    )
    details = client.query_send_details(query).body
    [detail] = details.sms_send_detail_dtos.sms_send_detail_dto
    assert detail.send_status == 1, detail
    request.sign_name = "别的签名"
    assert client.send_sms(request).body.code == "isv.SMS_SIGNATURE_ILLEGAL"
    try:
        aliyun_client(address, known["ALIYUN_KEY_ID"], "another secret").send_sms(request)
    except Exception as error:  # The SDK has no class for it.
        assert "SignatureDoesNotMatch" in str(error), error
    else:
        raise AssertionError("a wrong secret was accepted")


def tencent_client(address, key, secret):
    http = HttpProfile(protocol="http", endpoint=address)
    return SmsClient(credential.Credential(key, secret), "ap-guangzhou", ClientProfile(httpProfile=http))


def check_tencent(address, known):
    client = tencent_client(address, known["TENCENT_SECRET_ID"], known["TENCENT_SECRET_KEY"])
    request = tencent.SendSmsRequest()
    request.PhoneNumberSet = ["+8613800138001"]
    request.SmsSdkAppId = known["TENCENT_APP_ID"]
    request.TemplateId = known["TENCENT_TEMPLATE"]
    request.SignName = known["SIGN_NAME"]
    request.TemplateParamSet = ["246810", "5"]
    [status] = client.SendSms(request).SendStatusSet
    assert status.Code == "Ok" and status.SerialNo, status
    query = tencent.PullSmsSendStatusByPhoneNumberRequest()
    query.BeginTime = int(time.time()) - 3600
    query.Offset = 0
    query.Limit = 10
    query.PhoneNumber = "+8613800138001"
    query.SmsSdkAppId = known["TENCENT_APP_ID"]
    assert client.PullSmsSendStatusByPhoneNumber(query).PullSmsSendStatusSet == []
    try:
        tencent_client(address, known["TENCENT_SECRET_ID"], "another key").SendSms(request)
    except TencentCloudSDKException as error:
        assert error.code == "AuthFailure.SignatureFailure", error
    else:
        raise AssertionError("a wrong key was accepted")


def main():
    known = constants()
    address = f"127.0.0.1:{free_port()}"
    command = [binary(sys.argv[1:]), "simulate-gateway", "--listen", address]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as simulator:
        try:
            # The first line is printed when it listens.
            simulator.stdout.readline()
            check_aliyun(address, known)
            check_tencent(address, known)
            with urllib.request.urlopen(f"http://{address}/control/sms") as answer:
                taken = json.load(answer)["messages"]
            assert [message["provider"] for message in taken] == ["aliyun", "tencent"], taken
        finally:
            simulator.terminate()
    print("the SDKs of Aliyun and Tencent Cloud and the simulator agree")


if __name__ == "__main__":
    main()
