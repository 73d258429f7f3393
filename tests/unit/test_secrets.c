// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arr.h"
#include "base/mem.h"
#include "xml/secrets.h"

static void masked(void **state)
{
	static const char *const rows[][2] = {
		{"<graphics passwd='geheim' port='1'/><g passwd=\"x'y\"/>",
		 "<graphics passwd='***' port='1'/><g passwd=\"***\"/>"},
		{"<a passwd=''/>", "<a passwd='***'/>"},
		{"<a passwd = 'x'/>", "<a passwd = '***'/>"},
		{"<a PassWord='x'/>", "<a PassWord='***'/>"},
		{"<auth type='chap' login='u' passwd='p'/>", "<auth type='chap' login='u' passwd='***'/>"},
		{"<!-- <graphics passwd='old'/> -->", "<!-- <graphics passwd='***'/> -->"},
		{"<my:password xmlns:my='u'>a</my:password>", "<my:password xmlns:my='u'>***</my:password>"},
		{"<token>a\nb\n</token>", "<token>***\n\n</token>"},
		{"<token><![CDATA[a<b>\n]]></token>", "<token><![CDATA[***\n]]></token>"},
		{"<x:token>\n <![CDATA[abc]]></x:token>", "<x:token>\n <![CDATA[***]]></x:token>"},
		{"<x:password><!-- old -->abc</x:password>", "<x:password><!--***-->***</x:password>"},
		{"<token>a<?b c?>\n<![CDATA[]]><![CDATA[d]]>e</token>",
		 "<token>***<?***?>\n<![CDATA[]]><![CDATA[***]]>***</token>"},
		{"<token> <!-- <g passwd='old'/> --> </token>", "<token> <!-- <g passwd='***'/> --> </token>"},
		{"<token><!-- a -->geh", "<token><!--***-->***"},
		{"<token> <![CDATA[geh\n", "<token> <![CDATA[***\n"},
		{"<encryption secret='1-2'><a secret='b'/></encryption>", "<encryption secret='1-2'><a secret='***'/></encryption>"},
		{"<token/>a", "<token/>a"},
		{"<cookies><cookie name='a'>b=c</cookie></cookies>", "<cookies><cookie name='a'>***</cookie></cookies>"},
		{"<qemu:env name='API_TOKEN' value='x'/>", "<qemu:env name='API_TOKEN' value='***'/>"},
		{"<qemu:env value='x' name='API_TOKEN'/>", "<qemu:env value='***' name='API_TOKEN'/>"},
		{"<qemu:arg value='secret,id=s0,data=abc,format=raw'/>", "<qemu:arg value='secret,id=s0,data=***,format=raw'/>"},
		{"<qemu:arg value='port=1,password=abc'/>", "<qemu:arg value='port=1,password=***'/>"},
		{"<qemu:arg value='{\"qom-type\":\"secret\",\"id\":\"s0\",\"data\":\"a\\\"b,c\"}'/>",
		 "<qemu:arg value='{\"qom-type\":\"secret\",\"id\":\"s0\",\"data\":\"***\"}'/>"},
		{"<qemu:arg value='{&quot;data&quot; : &quot;abc&quot;, &quot;qom-type&quot;:&quot;secret&quot;}'/>",
		 "<qemu:arg value='{&quot;data&quot; : &quot;***&quot;, &quot;qom-type&quot;:&quot;secret&quot;}'/>"},
		{"<qemu:arg value='{\"password\":\"abc'/>", "<qemu:arg value='{\"password\":\"***'/>"},
		{"<cmdline>ro inst.rootpw_password=abc quiet</cmdline>", "<cmdline>ro inst.rootpw_password=*** quiet</cmdline>"},
		{"<entry>io.systemd.credential:passwd.hashed-password.root=$6$a</entry>",
		 "<entry>io.systemd.credential:passwd.hashed-password.root=***</entry>"},
		{"<entry name='opt/a/password'>abc</entry><entry name='opt/a/b'>abc</entry>",
		 "<entry name='opt/a/password'>***</entry><entry name='opt/a/b'>abc</entry>"},
		{"<a name='token'> <b>c</b></a>", "<a name='token'> <b>c</b></a>"},
		{"<source name='https://me:abc@host/x'/>", "<source name='https://me:***@host/x'/>"},
		{"<a value='secret,id=s,data=ge,,heim,format=raw'/>", "<a value='secret,id=s,data=***,format=raw'/>"},
		{"<a value='file=iscsi://me%abc@host/x'/>", "<a value='file=iscsi://me%***@host/x'/>"},
		{"<a value='file=https://me%40x@host/x'/>", "<a value='file=https://me%40x@host/x'/>"},
		{"<a value='name=opt/a/password,string=abc'/>", "<a value='name=opt/a/password,string=***'/>"},
		{"<a value='name=opt/a/b,string=abc'/>", "<a value='name=opt/a/b,string=abc'/>"},
		{"<qemu:env name='MYSQL_PWD' value='x'/>", "<qemu:env name='MYSQL_PWD' value='***'/>"},
		{"<qemu:env name='PWD' value='/x'/>", "<qemu:env name='PWD' value='/x'/>"},
		{"<qemu:arg value='admin_pass=abc'/>", "<qemu:arg value='admin_pass=***'/>"},
		{"<entry name='opt/a/client-secret'>abc</entry>", "<entry name='opt/a/client-secret'>***</entry>"},
		{"<a password-secret='s0'/>", "<a password-secret='s0'/>"},
		{"<!-- was: listen='all -->\n<g passwd='x'/>", "<!-- was: listen='all -->\n<g passwd='***'/>"},
		{"<!-- it's listen='all --><g passwd='x' a='b'/>", "<!-- it's listen='all --><g passwd='***' a='b'/>"},
		{"see https://me:a@b@host/x", "see https://me:***@host/x"},
		/* Ceph's key in the name of an image, as QEMU takes it. */
		{"<a value='file=rbd:pool/image:id=admin:key=AQB/x+w==:auth_supported=cephx\\;none,format=raw'/>",
		 "<a value='file=rbd:pool/image:id=admin:key=***:auth_supported=cephx\\;none,format=raw'/>"},
		{"<a value='rbd:p/i:key=A\\:B,,C:id=a'/>", "<a value='rbd:p/i:key=***:id=a'/>"},
		{"<a value='rbd:p/i:key=abc,if=none'/>", "<a value='rbd:p/i:key=***,if=none'/>"},
		{"<source file='rbd:p/i:id=a:key=abc'/>", "<source file='rbd:p/i:id=a:key=***'/>"},
		{"<a value='{\"filename\":\"rbd:p/i:key=A\\\\:B\",\"driver\":\"rbd\"}'/>",
		 "<a value='{\"filename\":\"rbd:p/i:key=***\",\"driver\":\"rbd\"}'/>"},
		{"<a value='{&quot;filename&quot;:&quot;rbd:p/i:key=abc&quot;}'/>",
		 "<a value='{&quot;filename&quot;:&quot;rbd:p/i:key=***&quot;}'/>"},
		{"-drive file=rbd:p/i:id=a:key=abc:mon_host=h -S", "-drive file=rbd:p/i:id=a:key=***:mon_host=h -S"},
		{"<!--rbd:p/i:key=abc-->", "<!--rbd:p/i:key=***-->"},
		/* QEMU's objects, in whatever order, and in a text. */
		{"<a value='data=geheim,qom-type=secret,id=s0'/>", "<a value='data=***,qom-type=secret,id=s0'/>"},
		{"<a value='id=s0,data=geheim,qom-type=secret'/>", "<a value='id=s0,data=***,qom-type=secret'/>"},
		{"<a value='qom-type=secret,data=geheim,id=s0'/>", "<a value='qom-type=secret,data=***,id=s0'/>"},
		{"<a value='secret,data=geheim,id=s0'/>", "<a value='secret,data=***,id=s0'/>"},
		{"<a value='secret,data=ge heim,id=s0'/>", "<a value='secret,data=***,id=s0'/>"},
		{"<a value='{\"data\":\"geheim\",\"qom-type\":\"secret\",\"id\":\"s0\"}'/>",
		 "<a value='{\"data\":\"***\",\"qom-type\":\"secret\",\"id\":\"s0\"}'/>"},
		{"-object secret,id=s0,data=geheim -S", "-object secret,id=s0,data=*** -S"},
		{"-object data=geheim,qom-type=secret -S", "-object data=***,qom-type=secret -S"},
		{"-object {\"data\":\"a b\",\"qom-type\":\"secret\"} -x {\"data\":\"c\"}",
		 "-object {\"data\":\"***\",\"qom-type\":\"secret\"} -x {\"data\":\"c\"}"},
		{"<entry name='a'>{\"passwordHash\":\"$6$a, b\",\"c\":\"d\"}</entry>",
		 "<entry name='a'>{\"passwordHash\":\"***\",\"c\":\"d\"}</entry>"},
		{"<![CDATA[{\"password\":\"abc]]><a/>\"", "<![CDATA[{\"password\":\"***]]><a/>\""},
		{"-fw_cfg name=opt/a/password,string=abc -S", "-fw_cfg name=opt/a/password,string=*** -S"},
		{"<!--password=abc-->", "<!--password=***-->"},
		{"<cmdline><![CDATA[password=abc]]></cmdline>", "<cmdline><![CDATA[password=***]]></cmdline>"},
		/* What is in an element called so. */
		{"<m:password><m:value>geheim</m:value></m:password><m:value>a</m:value>",
		 "<m:password><m:value>***</m:value></m:password><m:value>a</m:value>"},
		{"<m:secret>\n <m:a>\n  <m:b>x</m:b>y\n </m:a>\n <m:c/>z</m:secret>a",
		 "<m:secret>\n <m:a>\n  <m:b>***</m:b>***\n</m:a>\n <m:c/>***</m:secret>a"},
		{"<m:token><m:uuid>1-2</m:uuid><m:a value='x' b='y'/></m:token>",
		 "<m:token><m:uuid>1-2</m:uuid><m:a value='***' b='y'/></m:token>"},
		{"<m:password value='x' b='y'/><m:a value='z'/>", "<m:password value='***' b='y'/><m:a value='z'/>"},
		{"<m:token> <!-- <m:a>x</m:a> --> <m:b>y</m:b></m:token>",
		 "<m:token> <!-- <m:a>***</m:a> --> <m:b>***</m:b></m:token>"},
		{"<m:token><m:a>x</m:a></m:tokens><m:b>c</m:b>", "<m:token><m:a>x</m:a></m:tokens><m:b>c</m:b>"},
		/* A name that is written with references. */
		{"<qemu:env name='API_TOK&#x45;N' value='x'/>", "<qemu:env name='API_TOK&#x45;N' value='***'/>"},
		{"<entry name='opt/a/&#112;assword'>abc</entry>", "<entry name='opt/a/&#112;assword'>***</entry>"},
		{"<a value='port=1,&#x70;assword=abc'/>", "<a value='port=1,&#x70;assword=***'/>"},
		{"<cmdline>ro p&#97;ssword=abc quiet</cmdline>", "<cmdline>ro p&#97;ssword=*** quiet</cmdline>"},
		{"<a value='name=opt/a/passwor&#100;,string=abc'/>", "<a value='name=opt/a/passwor&#100;,string=***'/>"},
		{"<a value='secret,id=s,d&#x61;ta=abc'/>", "<a value='secret,id=s,d&#x61;ta=***'/>"},
		{"<a value='{&quot;p&#x61;ssword&#x22;:&#34;abc&quot;}'/>", "<a value='{&quot;p&#x61;ssword&#x22;:&#34;***&quot;}'/>"},
		/* Blanks are a part of strings for the firmware. */
		{"<entry>io.systemd.credential:a.password=b c, \"d'\n e</entry><entry>f</entry>",
		 "<entry>io.systemd.credential:a.password=***\n</entry><entry>f</entry>"},
		{"<entry><![CDATA[io.systemd.credential.binary:a.password=b c]]></entry>",
		 "<entry><![CDATA[io.systemd.credential.binary:a.password=***]]></entry>"},
		{"<a value='type=11,value=io.systemd.credential:a.token=b c,,d,path=/e'/>",
		 "<a value='type=11,value=io.systemd.credential:a.token=***,path=/e'/>"},
		{"<a value='name=opt/io.systemd.credentials/a.password,string=b c'/>",
		 "<a value='name=opt/io.systemd.credentials/a.password,string=***'/>"},
		{"-smbios type=11,value=io.systemd.credential:a.token=b -S", "-smbios type=11,value=io.systemd.credential:a.token=*** -S"},
		/* What is cut off is masked to the end of its line. */
		{"<a passwd='geh\n<b/>", "<a passwd='***\n<b/>"},
		{"<a passwd='geh", "<a passwd='***"},
		{"<token>geh", "<token>***"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autofree char *text = xml_mask(rows[i][0]);

		assert_string_equal(text, rows[i][1]);
	}
}

static void no_secrets(void **state)
{
	static const char *const rows[] = {
		"",
		"nothing",
		"<",
		"<a",
		"<a passwd",
		"<a passwd=",
		"<a passwd='",
		"<graphics type='vnc' passwdValidTo='2030-01-01T00:00:00'/>",
		"<auth username='u'>\n  <secret type='ceph' uuid='1-2-3'/>\n</auth>",
		"<secret ephemeral='no' private='yes'>\n  <description>password of a disk</description>\n"
		"  <usage type='volume'><volume>/a</volume></usage>\n</secret>",
		"<encryption format='luks'><secret type='passphrase' uuid='1'/></encryption>",
		"<backend type='emulator' version='2.0'>\n  <encryption secret='6dd3e4a5-1d76-44ce-961f-f119f5aad935'/>\n</backend>",
		"<secret ephemeral='no'>\n  <!-- of a disk -->\n  <description>x</description>\n</secret>",
		"<token><!-- none --></token>",
		"<qemu:arg value='rbd,password-secret=s0,key-secret=s1,file=/a'/>",
		"<qemu:arg value='data=1'/>",
		"<qemu:arg value='{\"driver\":\"a\",\"data\":\"b\",\"key-sec\":\"\",\"password\":1,\"\":\"c\"}'/>",
		"<qemu:arg value='{&quot;password-secret&quot;:&quot;s0&quot;}'/>",
		"<entry name='x'>ssh-ed25519 AAAA user@host</entry>",
		"<source name='https://host:443/a@b'/><x>http://[::1]/</x>",
		"<description>The password is on the note</description>",
		"<lease><lockspace>a</lockspace><key>b</key></lease>",
		"<a value='rbd:pool/image:id=admin:keyring=/a:auth_supported=none'/>",
		"<a value='rbd:pool/image\\:key=a'/>",
		"<a value='rbd:pool/image:key=:id=a'/>",
		"<a value='file=rbd:pool/image,x=a:key=b'/><a value='orbd:a/b:key=c'/>",
		":key=a rbd:pool/image b:key=c",
		"<a value='data=a,qom-type=secret_keyring,id=s0'/>",
		"<a value='data=a,x-qom-type=secret,id=s0'/><a value='data=a,qom-type=tls-creds-psk'/>",
		"-object secret,id=s0,file=/a -device x,data=b",
		"-object qom-type=secret,id=s0,file=/a -device x,data=b",
		"-object {\"qom-type\":\"secret\",\"file\":\"/a\"} -device {\"data\":\"b\"}",
		"<a>\"data\":\"b\" is none, nor are \"token\": 1 or \"token-id\":\"c\"</a>",
		"<a value='{\"data\":\"b\",\"password-secret\":\"s0\"}'/>",
		"<m:tokens><m:uuid>1-2</m:uuid></m:tokens><m:value>a</m:value>",
		"<m:data><m:value a='b'>c</m:value>d</m:data>",
		"<m:token/><m:value>a</m:value>",
		"<token> <!-- <a b='c'/> --> </token><d value='e'>f</d>",
		"<a name='t&#x6f;pic' value='&#x70;&#0;&#;&#x;&#999999999999;=b'/>",
		"<a value='&#112;ath=b'/><a value='key&#x2d;secret=s0'/>",
		"<entry>io.systemd.credential:vmm.notify_socket=vsock:2:1 a</entry>",
		"<entry>io.systemd.credentials a=b c</entry>",
		"<a value='name=opt/io.systemd.credentials/a,string=b c'/>",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		autofree char *text = xml_mask(rows[i]);

		assert_string_equal(text, rows[i]);
	}
}

static void secrets_with_their_lines(void **state)
{
	static const struct {
		int line;
		const char *value;
	} rows[] = {{2, "geheim"}, {2, ""}, {3, "\n***\n"}, {6, "x"}, {6, "***"}};
	struct xml_secrets found = xml_secrets("<a>\n<b passwd='geheim'/><c passwd=''/>\n<token>\n***\n</token>\n"
					       "<d e='https://me:x@host'/><f password='***'/>\n</a>");

	(void)state;
	assert_int_equal(found.n, ARRAY_SIZE(rows));
	for (size_t i = 0; i < found.n; i++) {
		assert_int_equal(found.all[i].line, rows[i].line);
		assert_string_equal(found.all[i].value, rows[i].value);
		assert_int_equal(xml_secret_is_mask(&found.all[i]), strstr(rows[i].value, "***") != NULL);
	}
	xml_secrets_finish(&found);
	assert_int_equal(xml_secrets("<a b='***'/>").n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(masked),
		cmocka_unit_test(no_secrets),
		cmocka_unit_test(secrets_with_their_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
