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
