using Alerting.Server.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Alerting.Server.Tests.Http;

public sealed class TemporaryFilesTests : IDisposable
{
    private readonly string _directory = Path.Combine(Directory.CreateTempSubdirectory("alerting-tmp-").FullName, "tmp");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_directory)!, recursive: true);

    [Fact]
    public void A_file_in_use_has_no_name_that_a_killed_process_could_leave_behind()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes it when its handle is closed.");
        using var file = Files().Create("answer");
        RandomAccess.Write(file, "kept"u8, 0);
        Span<byte> read = stackalloc byte[4];
        Assert.Equal(4, RandomAccess.Read(file, read, 0));
        Assert.Equal("kept"u8, read);
        Assert.Empty(Directory.EnumerateFiles(_directory));
    }

    [Fact]
    public void What_an_earlier_process_left_is_deleted_and_files_in_use_go_on()
    {
        using var file = Files().Create("answer");
        File.WriteAllText(Path.Combine(_directory, "backtest-1"), "left");
        Files().Empty();
        Assert.Empty(Directory.EnumerateFiles(_directory));
        RandomAccess.Write(file, "kept"u8, 0);
        Assert.Equal(4, RandomAccess.GetLength(file));
    }

    [Fact]
    public void There_may_be_nothing_to_empty() => Files().Empty();

    private TemporaryFiles Files() => new(_directory, NullLogger.Instance);
}
