using System.Text;
using Xunit;

namespace Alerting.Cli.Tests.Import;

/// <summary>Files in the encodings that programs for tables write.</summary>
public sealed class EncodingTests
{
    private const string Header = "reportId,occurredAt,kind,region,town,summary";

    [Theory]
    [InlineData("iso-8859-1", "Hôtel Ébène", "iso-8859-1")]
    [InlineData("windows-1252", "L’Ébène – “Hôtel”", "windows-1252")]
    [InlineData("iso-8859-15", "Cœur d'Œuvre", "iso-8859-15")]
    public async Task An_encoding_of_one_byte_a_letter_is_found_and_said(string encoding, string town, string said)
    {
        var imported = await ImportAsync(EncodingOf(encoding).GetBytes(Table(town)));

        Assert.Equal(town, imported.Report.Town);
        Assert.Equal($"The file is not UTF-8 (line 2); it was read as {said}. --encoding names another.", imported.Errors[0]);
    }

    [Theory]
    [InlineData("utf-8", false, null)]
    [InlineData("utf-8", true, null)]
    [InlineData("utf-16", true, "The file is not UTF-8; by its byte order mark it is utf-16.")]
    [InlineData("utf-16BE", true, "The file is not UTF-8; by its byte order mark it is utf-16BE.")]
    public async Task Unicode_is_known_by_its_mark_or_for_itself(string encoding, bool mark, string? said)
    {
        var file = Encoding.GetEncoding(encoding);

        var imported = await ImportAsync([.. mark ? file.GetPreamble() : [], .. file.GetBytes(Table("Hīt 😀 الفلوجة"))]);

        Assert.Equal("Hīt 😀 الفلوجة", imported.Report.Town);
        Assert.Equal(said, imported.Errors.FirstOrDefault(static line => line.Contains("UTF-8", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_character_that_lies_across_two_readings_is_one() =>
        Assert.Equal("Hīt", (await ImportAsync(Encoding.UTF8.GetBytes(Table("Hīt", new string('é', 40_000))))).Report.Town);

    [Fact]
    public async Task Utf_8_with_a_wrong_byte_is_refused_with_its_line()
    {
        byte[] file = [.. Encoding.UTF8.GetBytes(Table("Hīt")), .. "8,2014-01-03,ied,IQ-AN,H"u8, 0xEE, .. "t,x\n"u8];

        var imported = await ImportAsync(file);

        Assert.Equal(1, imported.Code);
        Assert.StartsWith("The file is UTF-8, but not in line 3; ", imported.Errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_another_alphabet_is_not_guessed_at_but_read_when_its_encoding_is_named()
    {
        var file = EncodingOf("windows-1251").GetBytes(Table("Донецк", "Выдуманное событие"));

        var guessed = await ImportAsync(file);
        var named = await ImportAsync(file, "--encoding", "windows-1251");

        Assert.Equal(1, guessed.Code);
        Assert.Contains("name its encoding with --encoding", guessed.Errors[^1], StringComparison.Ordinal);
        Assert.Equal("Донецк", named.Report.Town);
    }

    [Fact]
    public async Task Bytes_that_are_none_of_the_encoding_that_is_named_are_refused()
    {
        var imported = await ImportAsync(Encoding.Latin1.GetBytes(Table("Hît")), "--encoding", "utf-8");

        Assert.Equal(1, imported.Code);
        Assert.StartsWith("The file holds bytes that are no text of its encoding", imported.Errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Features_are_read_in_these_encodings_too()
    {
        const string Text = """
            {"features":[{"id":1,"properties":{"region":"IQ-AN","kind":"ied","occurredAt":"2014-01-03","source":"x","town":"Hît"}}]}
            """;

        Assert.Equal("Hît", (await ImportProbe.ReadAsync(Encoding.Latin1.GetBytes(Text))).Report.Town);
    }

    private static string Table(string town, string summary = "x") => $"{Header}\n7,2014-01-03,ied,IQ-AN,{town},{summary}\n";

    private static Task<Imported> ImportAsync(byte[] file, params string[] arguments) =>
        ImportProbe.ReadAsync(file, ["--format", "csv", "--source", "desk", .. arguments]);

    private static Encoding EncodingOf(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
}
