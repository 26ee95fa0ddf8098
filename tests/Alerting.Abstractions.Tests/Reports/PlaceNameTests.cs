using CsCheck;
using Xunit;

namespace Alerting.Reports;

public sealed class PlaceNameTests
{
    [Theory]
    [InlineData("Al  Fallūjah", "al fallujah")]
    [InlineData(" al fallujah\t", "al fallujah")]
    [InlineData("Al Fallu'jah", "al fallujah")]
    [InlineData("Al Fallu\u0304jah", "al fallujah")]
    [InlineData("Başrah", "basrah")]
    [InlineData("Şalāḩ ad Dīn", "salah ad din")]
    [InlineData("DİYARBAKIR", "diyarbakir")]
    [InlineData("Diyarbakır", "diyarbakir")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Đà Nẵng", "da nang")]
    [InlineData("Karbalā’", "karbala")]
    [InlineData("Ἀθῆναι", "αθηναι")]
    [InlineData("Київ", "киів")]
    [InlineData("أربيل", "اربيل")]
    [InlineData("'’", "")]
    public void Folds_case_diacritics_apostrophes_and_white_space(string name, string expected) =>
        Assert.Equal(expected, PlaceName.Fold(name));

    [Fact]
    public void Folding_twice_changes_nothing() =>
        Gen.String.Sample(name => PlaceName.Fold(PlaceName.Fold(name)) == PlaceName.Fold(name));
}
