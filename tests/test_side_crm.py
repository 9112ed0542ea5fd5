"""Contacts and activities as CRMs write them: recognised by their headers, levels and kinds read, every row counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kam_core.store import Store
from tests.side_files import codes, counts, rejects_of, rows_of, sell, stock

HONGDA, BAICHUAN, TONGCHENG = "华东鸿达饮品有限公司", "成都百川商贸有限公司", "江苏同诚副食有限公司"

#: name -> file, then (customer, contact, level) of what counts, and how many records do not.
CONTACTS = {
    "纷享销客": (
        "姓名,所属客户,职务,部门,手机,电话,邮箱,性别,是否关键决策人,负责人,归属部门,创建时间,最后跟进时间\n"
        f"林娟,{HONGDA},总经理,总经办,138,,a@b.c,女,是,徐静,华东,2024-03-01 10:22:13,2025-11-03 09:00\n"
        f"王强,{HONGDA},仓库主管,仓储部,138,,,男,否,徐静,华东,2024-03-01 10:22:13,--\n"
        f"李丽,{BAICHUAN},采购部经理,采购部,,,,女,否,高伟,西南,2024-03-02 10:22:13,\n"
        f"赵六,{BAICHUAN},门店导购员,门店,,,,女,否,高伟,西南,2024-03-02 10:22:13,\n",
        [("C001", "林娟", "decision"), ("C001", "王强", "warehouse"), ("C002", "李丽", "middle"),
         ("C002", "赵六", "front")],
        {},
    ),
    "销售易": (
        "联系人姓名,客户名称,职务,角色,手机,所有人,创建日期,最近活动时间\n"
        f"钱一,{TONGCHENG},老板,决策人,139,张三,2024/3/1,2025/11/1\n"
        f"孙二,{TONGCHENG},财务,影响人,139,张三,2024/3/1,2025/11/1\n"
        f"周三,{HONGDA},店长,使用人,139,张三,2024/3/1,2025/11/1\n"
        f"吴四,{HONGDA},配送司机,影响人,139,张三,2024/3/1,2025/11/1\n",
        [("C003", "钱一", "decision"), ("C003", "孙二", "middle"), ("C001", "周三", "front"),
         ("C001", "吴四", "warehouse")],
        {},
    ),
    "钉钉": (
        f"客户名称,联系人,职务,部门,手机,最近跟进,备注\n{HONGDA},林娟,老板,,138,昨天,\n"
        f",王强,仓管,仓库,138,2025-11-01,\n"
        f"{BAICHUAN},李丽,采购,采购部,,2025年11月,\n{BAICHUAN},,,,,,\n合计,3人,,,,,\n",
        [("C001", "林娟", "decision"), ("C002", "李丽", "middle")],
        {"rejected": 1, "skipped": 2},
    ),
    "a ledger with titles above": (
        "某某饮品有限公司客户关系表,,,,\n制表人：张三,,,2025-12,\n序号,客户,联系人,角色,联系电话\n"
        f"1,{HONGDA},林总,总经理/老板,138\n2,{HONGDA},小王,仓储部长,138\n3,C002,老陈,副总经理,\n"
        f"4,C002,小刘,总经理助理,\n",
        [("C001", "林总", "decision"), ("C001", "小王", "warehouse"), ("C002", "老陈", "decision"),
         ("C002", "小刘", "middle")],
        {},
    ),
    "Salesforce": (
        '"First Name","Last Name","Title","Account Name","Phone","Email","Account Owner","Created Date",'
        '"Last Activity"\n'
        f'"Juan","Lin","Chief Executive Officer","{HONGDA}","","","Xu","3/14/2024","11/3/2025"\n'
        f'"Qiang","Wang","Warehouse Supervisor","{HONGDA}","","","Xu","3/14/2024",""\n'
        f'"Li","Li","Purchasing Manager","{BAICHUAN}","","","Gao","3/14/2024",""\n'
        f'"","Zhao","Sales Associate","{BAICHUAN}","","","Gao","3/14/2024",""\n'
        '"Confidential Information - Do Not Distribute","","","","","","","",""\n',
        [("C001", "Juan Lin", "decision"), ("C001", "Qiang Wang", "warehouse"), ("C002", "Li Li", "middle"),
         ("C002", "Zhao", "front")],
        {"skipped": 1},
    ),
    "HubSpot": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Job Title,"
        "Last Activity Date,"
        f"Lead Status,Create Date\n101,Juan,Lin,l@x.cn,,Xu,{HONGDA},Owner,2025-11-03 10:00,Open,2024-03-14 08:00\n"
        f"102,Qiang,Wang,,,Xu,{HONGDA},Store keeper,,,2024-03-14 08:00\n103,Ann,Nobody,n@x.cn,,Gao,,Buyer,,,\n",
        [("C001", "Juan Lin", "decision"), ("C001", "Qiang Wang", "warehouse")],
        {"rejected": 1},
    ),
    "levels in other words": (
        "Customer No,Contact Person,Role,Level\nC001,Lin,MD,Decision-maker\nC001,Wang,Storeman,Warehouse staff\n"
        "C002,Li,Cook,Front-line staff\nC003,Q,VP Sales,\n",
        [("C001", "Lin", "decision"), ("C001", "Wang", "warehouse"), ("C002", "Li", "front"),
         ("C003", "Q", "decision")],
        {},
    ),
    "a title a column": (
        f"客户编码,客户名称,老板,老板电话,采购经理,店长,仓管员\nC001,{HONGDA},林娟,138,李四,,王强\n"
        f"C002,{BAICHUAN},钱一,139,,赵六,\n",
        [("C001", "林娟", "decision"), ("C001", "李四", "middle"), ("C001", "王强", "warehouse"),
         ("C002", "钱一", "decision"),
         ("C002", "赵六", "front")],
        {},
    ),
}  # fmt: skip

#: name -> file, then (day, customer, kind, level) of what counts.
ACTIVITIES = {
    "外勤365": (
        "拜访日期,拜访人,部门,客户编码,客户名称,拜访类型,到店时间,离店时间,停留时长(分),拜访对象,对象职务,拜访总结,"
        "照片数\n"
        f"2025-11-03,徐静,华东,C001,{HONGDA},计划拜访,09:01,09:40,39,林娟,总经理,谈返利,3\n"
        f"2025/11/5,高伟,西南,C002,{BAICHUAN},电话拜访,,,,李丽,采购,,0\n"
        f"2025-11-06 周四,高伟,西南,,{BAICHUAN},门店巡查,09:01,09:40,39,赵六,导购,,3\n",
        [(date(2025, 11, 3), "C001", "visit", "decision"), (date(2025, 11, 5), "C002", "call", "middle"),
         (date(2025, 11, 6), "C002", "visit", "front")],
    ),
    "纷享销客": (
        "跟进时间,跟进人,跟进对象,跟进类型,跟进内容,联系人,下次跟进时间\n"
        f"2025-11-03 09:30:12,徐静,{HONGDA},上门走访,谈年底返利,林娟,2025-12-01\n"
        f"2025-11-05 15:30,高伟,{BAICHUAN},微信沟通,催报库存,李丽,\n"
        f"12月28日,高伟,{BAICHUAN},新品导购培训,讲苏打水,赵六,\n",
        [(date(2025, 11, 3), "C001", "visit", ""), (date(2025, 11, 5), "C002", "call", ""),
         (date(2024, 12, 28), "C002", "training", "")],  # the last 28 December there was on 26 December 2025
    ),
    "a training's list": (
        f"培训日期,客户,参训人,岗位,培训产品,讲师\n2025.11.3,{HONGDA},老张,营业员,P102,高伟\n"
        f"2025.11.4,{TONGCHENG},老陈,店长,P102,高伟\n",
        [(date(2025, 11, 3), "C001", "training", "front"), (date(2025, 11, 4), "C003", "training", "front")],
    ),
    "complaints": (
        "序号,投诉日期,客户名称,投诉人,投诉人岗位,投诉内容,产品,责任人,要求完成日期,处理结果,是否关闭,关闭日期\n"
        f"1,2025-11-03,{HONGDA},王强,仓管,瓶盖漏,清泉天然水,徐静,2025-11-10,补发,是,2025-11-09\n",
        [(date(2025, 11, 3), "C001", "complaint", "warehouse")],
    ),
    "promotions": (
        f"活动开始,活动结束,客户名称,活动类型,促销产品,费用(元),我方负责人,效果\n"
        f"2025-10-01,2025-10-07,{HONGDA},买赠,清泉天然水,\"5,000\",徐静,好\n",
        [(date(2025, 10, 1), "C001", "promotion", "")],
    ),
    "Salesforce": (
        f"Date,Subject,Assigned,Company / Account,Contact,Type,Status,Comments\n"
        f"11/23/2025,Visit,Xu,{HONGDA},Lin,Meeting,Completed,x\n"
        f"11/25/2025,Call,Gao,{BAICHUAN},Li,Call,Not Started,y\n",
        [(date(2025, 11, 23), "C001", "visit", ""), (date(2025, 11, 25), "C002", "call", "")],
    ),
    "a log by purpose": (
        f"Visit Date,Customer Name,Visited By,Purpose,Person Met,Position,Notes\n"
        f"25/11/2025,{BAICHUAN},Gao,Merchandiser training,Zhao,"
        f"Shop assistant,soda\n26/11/2025,{BAICHUAN},Gao,Store check,Zhao,Promoter,\n",
        [(date(2025, 11, 25), "C002", "training", "front"), (date(2025, 11, 26), "C002", "visit", "front")],
    ),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.mark.parametrize("name", CONTACTS)
def test_contacts_of_a_crm(store: Store, tmp_path: Path, name: str) -> None:
    text, expected, apart = CONTACTS[name]
    table = "contacts" if name == "a title a column" else None  # nothing but the titles says what it is
    made = stock(store, tmp_path, sell(store, tmp_path), {"list.csv": text.encode("gb18030")}, table=table)
    assert made.reading.table.name == "contacts"
    found = [(row["customer"], row["contact"], row["level"]) for row in rows_of(made, "contacts")]
    assert sorted(found) == sorted(expected)
    lines = 2 if name == "a title a column" else len(expected)
    assert counts(made) == {"accepted": lines, **apart}
    assert "level_by_title" in codes(made) and "level_unread" not in codes(made)


@pytest.mark.parametrize("name", ACTIVITIES)
def test_activities_of_a_crm(store: Store, tmp_path: Path, name: str) -> None:
    text, expected = ACTIVITIES[name]
    made = stock(store, tmp_path, sell(store, tmp_path), {"list.csv": text.encode("gb18030")}, table=None)
    assert made.reading.table.name == "activities"
    found = [
        (row["date"], row["customer"], row.get("kind", ""), row.get("level", "")) for row in rows_of(made, "activities")
    ]
    assert found == expected
    assert counts(made) == {"accepted": len(expected)} and not rejects_of(made)


def test_what_cannot_be_told_is_said(store: Store, tmp_path: Path) -> None:
    sold = sell(store, tmp_path)
    people = (
        f"客户名称,联系人,职务\n{HONGDA},林娟,老板\n{HONGDA},钱七,顾问\n成都百川商贸,李丽,采购\n查无此店,赵六,店长\n"
    )
    made = stock(store, tmp_path, sold, {"people.csv": people}, table=None)
    said = {notice.code: notice.facts for notice in made.notices}
    assert said["level_by_title"] == {"rows": 3}
    assert said["level_unread"] == {"rows": 1, "listed": ("顾问",)}
    assert said["unknown_customers"] == {"count": 2, "rows": 2, "listed": ("成都百川商贸", "查无此店")}
    assert said["perhaps_customers"] == {
        "count": 1,
        "listed": (f"成都百川商贸 → {BAICHUAN}",),
    }  # suggested, never joined
    deeds = "日期,客户编码,类型,我方人员\n2025-11-03,C001,拜访,徐静\n2025-11-04,C001,送月饼,徐静\n"
    made = stock(store, tmp_path, sold, {"deeds.csv": deeds}, table="activities")
    said = {notice.code: notice.facts for notice in made.notices}
    assert said["kind_unread"] == {"rows": 1, "listed": ("送月饼",)}
    assert [row["kind"] for row in rows_of(made, "activities")] == ["visit", "送月饼"]


def test_too_many_cells_are_seen_beside_a_joined_name(store: Store, tmp_path: Path) -> None:
    text = f"First Name,Last Name,Title,Account Name\nJuan,Lin,Owner,{HONGDA}\nLi,Li,Buyer,{BAICHUAN},stray\n"
    made = stock(store, tmp_path, sell(store, tmp_path), {"list.csv": text}, table="contacts")
    assert [(line, reason) for line, _, reason, *_ in rejects_of(made)] == [(3, "misaligned")]
